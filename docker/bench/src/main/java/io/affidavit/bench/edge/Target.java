package io.affidavit.bench.edge;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.net.URI;

/// Where calls go and as whom.
///
/// @param address loopback address
/// @param key the bearer key
/// @param model what the request names as model
public record Target(InetSocketAddress address, String key, String model) {

    private static final int PROMPT_CHARS = 1024;

    /// @param url base URL without path
    public static Target of(String url, String key, String model) {
        URI uri = URI.create(url);
        InetSocketAddress address = new InetSocketAddress(uri.getHost(), uri.getPort());
        if (!address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("target: " + url + " (expected: loopback)");
        }
        return new Target(address, key, model);
    }

    /// A whole HTTP request with a prompt of 1 KB.
    ByteBuf request(boolean stream) {
        String body =
                "{\"model\":\"%s\",%s\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                        .formatted(
                                model,
                                stream ? "\"stream\":true," : "",
                                "benchmark ".repeat(PROMPT_CHARS / 10));
        String text =
                String.join(
                        "\r\n",
                        "POST /v1/chat/completions HTTP/1.1",
                        "host: 127.0.0.1:" + address.getPort(),
                        "authorization: Bearer " + key,
                        "content-type: application/json",
                        "content-length: " + body.length(),
                        "",
                        body);
        return FixedBytes.of(text);
    }
}
