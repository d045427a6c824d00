package io.affidavit.edge.upstream;

import io.affidavit.edge.upstream.UpstreamRequest.AnthropicVersion;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.routing.BaseUrl;
import io.affidavit.schemas.routing.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/// The head a provider sees, made of our own fields alone: whatever the client sent stays behind.
final class OutboundHead {

    private OutboundHead() {}

    static void write(ByteBuf out, BaseUrl url, UpstreamRequest request) {
        ascii(out, "POST ");
        ascii(out, url.path());
        ascii(out, isAnthropic(request) ? messagesPath(url) : path(request.surface()));
        ascii(out, " HTTP/1.1\r\nhost: ");
        ascii(out, authority(url));
        ascii(out, "\r\nuser-agent: affidavit/0.1\r\ncontent-type: application/json");
        ascii(out, "\r\naccept-encoding: identity\r\n");
        ascii(out, request.stream() ? "accept: text/event-stream" : "accept: application/json");
        Credential credential = request.credential();
        if (credential != null) {
            ascii(out, isAnthropic(request) ? "\r\nx-api-key: " : "\r\nauthorization: Bearer ");
            ascii(out, credential.secret());
        }
        if (isAnthropic(request)) {
            version(out, request.anthropic());
        }
        ascii(out, "\r\nx-client-request-id: ");
        ascii(out, request.requestId());
        ascii(out, "\r\ncontent-length: ");
        ascii(out, Integer.toString(request.body().length));
        ascii(out, "\r\n\r\n");
    }

    private static boolean isAnthropic(UpstreamRequest request) {
        return request.provider().protocol() == Protocol.ANTHROPIC;
    }

    /// A base URL is given with and without the version in the field: both mean the same.
    private static String messagesPath(BaseUrl url) {
        return url.path().endsWith("/v1") ? "/messages" : "/v1/messages";
    }

    private static void version(ByteBuf out, @Nullable AnthropicVersion given) {
        AnthropicVersion version = given == null ? AnthropicVersion.OURS : given;
        ascii(out, "\r\nanthropic-version: ");
        ascii(out, version.version());
        if (version.beta() != null) {
            ascii(out, "\r\nanthropic-beta: ");
            ascii(out, version.beta());
        }
    }

    private static String path(Surface surface) {
        return switch (surface) {
            case CHAT_COMPLETIONS -> "/chat/completions";
            case EMBEDDINGS -> "/embeddings";
            case COMPLETIONS -> "/completions";
            case MESSAGES -> "/messages";
        };
    }

    private static String authority(BaseUrl url) {
        String host = url.host().indexOf(':') >= 0 ? "[" + url.host() + "]" : url.host();
        boolean standard = url.port() == (url.scheme().equals("https") ? 443 : 80);
        return standard ? host : host + ":" + url.port();
    }

    private static void ascii(ByteBuf out, String text) {
        ByteBufUtil.writeAscii(out, text);
    }
}
