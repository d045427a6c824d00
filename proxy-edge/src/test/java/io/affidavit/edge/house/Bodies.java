package io.affidavit.edge.house;

import io.affidavit.edge.upstream.Reply;
import java.util.concurrent.CountDownLatch;

/// Requests, and a provider's answers to them.
public final class Bodies {

    private Bodies() {}

    /// A chat completion of alias `m`.
    public static String request(boolean stream) {
        return "{\"model\":\"m\",\"stream\":"
                + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    }

    /// What a provider says to it: `hello world`, 5 tokens in, 2 out.
    public static Reply reply(boolean stream) {
        return stream
                ? Reply.events(
                        content("hello"), content(" world"), finish(), usage(), "data: [DONE]")
                : Reply.json(200, whole());
    }

    /// A reply that waits until the gate opens.
    public static Reply behind(CountDownLatch gate, Reply reply) {
        return Reply.nothing().gate(gate).plusAll(reply);
    }

    public static String whole() {
        return "{\"id\":\"c-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m-1\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + "\"content\":\"hello world\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}";
    }

    public static String content(String text) {
        return chunk("{\"role\":\"assistant\",\"content\":\"" + text + "\"}", "null");
    }

    public static String finish() {
        return chunk("{}", "\"stop\"");
    }

    public static String usage() {
        return "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                + "\"model\":\"m-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,"
                + "\"completion_tokens\":2,\"total_tokens\":7}}";
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                + "\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":"
                + delta
                + ",\"finish_reason\":"
                + finish
                + "}]}";
    }
}
