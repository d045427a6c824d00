package io.affidavit.edge.anthropic;

import io.affidavit.edge.json.JsonString;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.FakeProvider.Received;
import io.affidavit.edge.upstream.Reply;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Anthropic's Messages on a real socket. It judges each request as strictly as the real service
/// does ([AnthropicRules]); a sound one is answered as the test says, by default with an echo of
/// the last user text. Streams are cut at random, from a seed.
public final class AnthropicDouble implements AutoCloseable {

    private static final String REQUEST_ID = "request-id: req_01Double";

    private final FakeProvider provider;
    private final Queue<Reply> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile Function<JsonNode, Message> answers = AnthropicDouble::echo;
    private volatile long seed = 1;

    private AnthropicDouble() {
        provider = FakeProvider.scripted(this::reply);
    }

    /// Starts one on any free port of the loopback.
    public static AnthropicDouble start() {
        return new AnthropicDouble();
    }

    /// What an operator would register.
    public String baseUrl() {
        return provider.baseUrl();
    }

    /// The socket server itself.
    public FakeProvider provider() {
        return provider;
    }

    /// Answers every sound request from now on with this message.
    public AnthropicDouble answer(Message message) {
        return answer(_ -> message);
    }

    /// Answers every sound request from now on with what is made of it.
    public AnthropicDouble answer(Function<JsonNode, Message> next) {
        answers = next;
        return this;
    }

    /// Decides how streams are cut.
    public AnthropicDouble seed(long next) {
        seed = next;
        return this;
    }

    /// Plays these in place of the next answers to sound requests.
    public AnthropicDouble fail(Reply... replies) {
        faults.addAll(List.of(replies));
        return this;
    }

    /// Echoes again, whatever was said before.
    public AnthropicDouble recover() {
        faults.clear();
        return answer(AnthropicDouble::echo);
    }

    /// The next request, waited for.
    public Received take() {
        return provider.take();
    }

    /// Requests that broke a rule.
    public int refused() {
        return refused.get();
    }

    @Override
    public void close() {
        provider.close();
    }

    /// What the real service would find wrong with a body; `null` for nothing.
    public static String refusal(String body) {
        return AnthropicRules.judge(
                        new Received(
                                List.of(
                                        "POST /v1/messages HTTP/1.1",
                                        "x-api-key: sk-ant",
                                        "anthropic-version: 2023-06-01"),
                                body,
                                1,
                                new CompletableFuture<>()))
                .refusal();
    }

    /// Whether a body is one JSON text.
    public static boolean isJson(String body) {
        try {
            return AnthropicRules.read(body) != null;
        } catch (JacksonException _) {
            return false;
        }
    }

    /// The body of a refusal, as the real service words it.
    public static String error(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\""
                + type
                + "\",\"message\":"
                + JsonString.quote(message)
                + "},\"request_id\":\"req_01Double\"}";
    }

    private Reply reply(Received request) {
        AnthropicRules.Verdict verdict = AnthropicRules.judge(request);
        if (verdict.refusal() != null) {
            refused.incrementAndGet();
            return Reply.json(
                    verdict.status(), error(verdict.type(), verdict.refusal()), REQUEST_ID);
        }
        Reply fault = faults.poll();
        if (fault != null) {
            return fault;
        }
        JsonNode body = verdict.body();
        Message message = answers.apply(body);
        String model = body.get("model").stringValue();
        if (!body.path("stream").asBoolean(false)) {
            return Reply.json(200, message.json(model), REQUEST_ID);
        }
        SplittableRandom random = new SplittableRandom(seed);
        Reply reply = Reply.streamHead(REQUEST_ID);
        for (String event : message.events(model, random)) {
            reply = reply.chunk(event + "\n\n");
        }
        return reply.then("0\r\n\r\n").cut(1 + random.nextInt(200));
    }

    private static Message echo(JsonNode body) {
        JsonNode messages = body.get("messages");
        JsonNode content = messages.get(messages.size() - 1).get("content");
        String text = content.isString() ? content.stringValue() : "";
        for (JsonNode block : content) {
            text = block.path("text").asString(text);
        }
        return Message.text("You said: " + text);
    }
}
