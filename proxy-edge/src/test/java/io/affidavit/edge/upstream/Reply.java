package io.affidavit.edge.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;

/// What [FakeProvider] does with one request, step by step.
public record Reply(List<Step> steps) {

    /// One thing done.
    public sealed interface Step {
        /// Writes bytes in pieces of at most `piece` bytes, each flushed.
        @SuppressWarnings("ArrayRecordComponent")
        record Write(byte[] bytes, int piece) implements Step {}

        /// Waits until the test opens the gate.
        record Gate(CountDownLatch open) implements Step {}

        /// Closes with FIN.
        record Close() implements Step {}

        /// Closes with RST.
        record Reset() implements Step {}

        /// Says nothing more, until the peer leaves.
        record Hang() implements Step {}
    }

    public Reply {
        steps = List.copyOf(steps);
    }

    /// A whole answer with its length.
    public static Reply json(int status, String body, String... headers) {
        return body(status, "application/json", body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /// A whole answer of any type.
    public static Reply body(int status, String type, byte[] body, String... headers) {
        return head(status, type, "content-length: " + body.length, headers).then(body);
    }

    /// A chunked stream of server-sent events, each given without its blank line.
    public static Reply events(String... events) {
        Reply reply = streamHead();
        for (String event : events) {
            reply = reply.chunk(event + "\n\n");
        }
        return reply.then("0\r\n\r\n");
    }

    /// Only the head of a chunked stream.
    public static Reply streamHead(String... headers) {
        return head(200, "text/event-stream", "transfer-encoding: chunked", headers);
    }

    /// Exactly these characters, one byte each.
    public static Reply raw(String text) {
        return new Reply(List.of()).then(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Nothing at all.
    public static Reply nothing() {
        return new Reply(List.of());
    }

    /// A head with its blank line.
    public static Reply head(int status, String type, String framing, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Told\r\n");
        head.append("content-type: ").append(type).append("\r\n").append(framing).append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return raw(head.append("\r\n").toString());
    }

    /// Bytes compressed.
    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public Reply chunk(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return then(Integer.toHexString(bytes.length) + "\r\n").then(bytes).then("\r\n");
    }

    public Reply then(String text) {
        return then(text.getBytes(StandardCharsets.UTF_8));
    }

    public Reply then(byte[] bytes) {
        return plus(new Step.Write(bytes, Integer.MAX_VALUE));
    }

    public Reply gate(CountDownLatch open) {
        return plus(new Step.Gate(open));
    }

    public Reply close() {
        return plus(new Step.Close());
    }

    public Reply reset() {
        return plus(new Step.Reset());
    }

    public Reply hang() {
        return plus(new Step.Hang());
    }

    /// The same, and then what another does.
    public Reply plusAll(Reply other) {
        List<Step> more = new ArrayList<>(steps);
        more.addAll(other.steps);
        return new Reply(more);
    }

    /// The same, written in pieces.
    public Reply cut(int piece) {
        List<Step> cut = new ArrayList<>();
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (Step step : steps) {
            if (step instanceof Step.Write write) {
                joined.writeBytes(write.bytes());
                continue;
            }
            cut.add(new Step.Write(joined.toByteArray(), piece));
            joined.reset();
            cut.add(step);
        }
        cut.add(new Step.Write(joined.toByteArray(), piece));
        return new Reply(cut);
    }

    private Reply plus(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new Reply(more);
    }
}
