package io.affidavit.bench.tokens;

import io.affidavit.bench.measure.MarkdownTable;
import io.affidavit.edge.tokens.PromptCount;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.value.DeploymentId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/// CPU of the counting thread for one prompt, by its own clock, so that a busy machine disturbs it
/// little. Prompts are new texts, known ones, conversations that go on, and hostile ones.
public final class TokensBench {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String SENTENCE =
            "The quick brown fox jumps over the lazy dog, and then it says: hello world! 123. ";
    private static final int PER_KILOBYTE = 12;
    private static final int WARM = 4_000;
    private static final int CALLS = 4_000;
    private static final int TURNS = 40;
    private static final int HOSTILE_TEXTS = 200;
    private static final int HOSTILE_BYTES = 60_000;
    private static final double NANOS_PER_MICRO = 1_000;

    private final List<Destination> destinations;

    private TokensBench(String model) {
        this.destinations =
                List.of(new Destination(new DeploymentId("dep_0123456789abcdef"), model));
    }

    /// Takes the name of the model that prompts are for; `gpt-4o` without.
    public static void main(String[] args) {
        new TokensBench(args.length == 0 ? "gpt-4o" : args[0]).run();
    }

    private void run() {
        String kilobyte = SENTENCE.repeat(PER_KILOBYTE);
        measured(WARM, i -> body("warm " + i + kilobyte)); // the tables are read here, too
        MarkdownTable table =
                new MarkdownTable("prompt", "CPU of a call, µs")
                        .row("1 KB, new", measured(CALLS, i -> body(i + kilobyte)))
                        .row("1 KB, known", measured(CALLS, _ -> body(kilobyte)))
                        .row("10 KB, new", measured(CALLS / 10, i -> body(i + kilobyte.repeat(10))))
                        .row("10 KB, known", measured(CALLS, _ -> body(kilobyte.repeat(10))))
                        .row(
                                "a conversation's next KB, 1 to 40 KB long",
                                measured(TURNS, i -> conversation(i, kilobyte)))
                        .row("12 MB of spaces", measured(2, TokensBench::hostile));
        System.out.print(table);
    }

    /// Bodies are made before, so that only counting is measured.
    private String measured(int calls, IntFunction<byte[]> bodies) {
        long nanos = 0;
        for (int i = 0; i < calls; i++) {
            byte[] body = bodies.apply(i);
            long before = THREADS.getCurrentThreadCpuTime();
            PromptCount count = PromptCount.of(body, destinations);
            nanos += THREADS.getCurrentThreadCpuTime() - before;
            if (count == null) {
                throw new IllegalStateException("count: none (expected: a tokenizer in time)");
            }
        }
        return String.format(Locale.ROOT, "%.1f", nanos / NANOS_PER_MICRO / calls);
    }

    private static byte[] conversation(int turns, String kilobyte) {
        StringBuilder texts = new StringBuilder(message("turn 0 " + kilobyte));
        for (int i = 1; i <= turns; i++) {
            texts.append(',').append(message("turn " + i + kilobyte));
        }
        return chat(texts.toString());
    }

    private static byte[] hostile(int number) {
        StringBuilder texts = new StringBuilder(message("x"));
        for (int i = 0; i < HOSTILE_TEXTS; i++) {
            texts.append(',').append(message(number + "/" + i + " ".repeat(HOSTILE_BYTES)));
        }
        return chat(texts.toString());
    }

    private static byte[] body(String text) {
        return chat(message(text));
    }

    private static String message(String text) {
        return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
    }

    private static byte[] chat(String messages) {
        return ("{\"model\":\"m\",\"messages\":[" + messages + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
