package io.affidavit.edge.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.dialect.Bridge;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.routing.Protocol;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Images as clients really send them, for a provider that compares the declared type with the
/// bytes and knows four types.
class ChatToAnthropicMediaTest {

    private static final Bridge BRIDGE =
            Objects.requireNonNull(Bridges.between(Surface.CHAT_COMPLETIONS, Protocol.ANTHROPIC));

    /// The first bytes of a JPEG, with both digits that some clients escape.
    private static final String JPEG = "/9j/4AAQSkZJRgABAQ+A";

    @ParameterizedTest
    @CsvSource({
        "image/png;base64, /9j/4AAQSkZJRgABAQ+A, image/jpeg",
        "image/jpg;base64, R0lGODlhAQABAAAAACw=, image/gif",
        "IMAGE/GIF;name=x.gif;base64, UklGRhoAAABXRUJQVlA4TA==, image/webp",
        "application/octet-stream;base64, iVBORw0KGgoAAAANSUhEUg==, image/png",
        "image/jpg;base64, bm90aGluZyBrbm93bg==, image/jpeg",
        "image/webp;base64, UklGRg==, image/webp"
    })
    void namesTheTypeThatTheBytesHave(String head, String data, String type) {
        JsonNode source = source("data:" + head + "," + data);

        assertThat(source.path("media_type").asString()).isEqualTo(type);
        assertThat(source.path("data").asString()).isEqualTo(data);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\/9j\\/4AAQSkZJRgABAQ+A",
                "/9j/4AAQSkZJRgABAQ\\u002BA",
                "/9j/4AAQ\\r\\nSkZJRgAB\\r\\nAQ+A\\r\\n",
                " /9j/4AAQSkZJ RgABAQ+A"
            })
    void sendsCleanDataHoweverItIsWritten(String data) {
        JsonNode source = source("data:image/jpeg;base64," + data);

        assertThat(source.path("media_type").asString()).isEqualTo("image/jpeg");
        assertThat(source.path("data").asString()).isEqualTo(JPEG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:image/bmp;base64,Qk0eAAAA",
                "data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=",
                "data:image/png;base64,",
                "data:image/png;base64,====",
                "data:image/png;base64,iVBORw0",
                "data:image/png;base64,iVBO=w0K",
                "data:image/png;base64,iVBORw0KGgo-",
                "data:image/png;base64,iVBORw0K\\u00e9go=",
                "data:image/png;base64,%69VBO",
                "data:image/png,iVBORw0KGgo=",
                "http://example.org/a.png",
                "ftp://example.org/a.png",
                "file:///tmp/a.png",
                "a.png"
            })
    void namesWhatIsNoImageForTheProvider(String url) {
        assertThat(BRIDGE.losses(request(part(url)), "claude-sonnet-4-5").untranslatable())
                .containsExactly("messages.content.image_url");
        assertThat(
                        BRIDGE.losses(
                                        ChatToAnthropicRequestTest.scan(
                                                "{\"model\":\"m\",\"messages\":[{\"role\":\"tool\","
                                                        + "\"tool_call_id\":\"c\",\"content\":["
                                                        + part(url)
                                                        + "]}]}"),
                                        "claude-sonnet-4-5")
                                .untranslatable())
                .containsExactly("messages.content.image_url");
    }

    @Test
    void namesAFileThatIsNoBase64() {
        String file =
                "{\"type\":\"file\",\"file\":{\"file_data\":\"data:application/pdf;base64,@@@@\"}}";

        assertThat(BRIDGE.losses(request(file), "claude-sonnet-4-5").untranslatable())
                .containsExactly("messages.content.file");
    }

    private static JsonNode source(String url) {
        InboundRequest request = request(part(url));
        assertThat(BRIDGE.losses(request, "claude-sonnet-4-5").untranslatable()).isEmpty();
        return JsonMapper.shared()
                .readTree(new String(BRIDGE.request(request, "claude-sonnet-4-5"), UTF_8))
                .at("/messages/0/content/0/source");
    }

    private static String part(String url) {
        return "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}";
    }

    private static InboundRequest request(String part) {
        return ChatToAnthropicRequestTest.scan(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[" + part + "]}]}");
    }
}
