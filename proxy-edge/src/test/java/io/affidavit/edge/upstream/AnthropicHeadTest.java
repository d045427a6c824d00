package io.affidavit.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.edge.upstream.UpstreamRequest.AnthropicVersion;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.routing.BaseUrl;
import io.affidavit.schemas.routing.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicHeadTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.anthropic.com, /v1/messages",
        "https://api.anthropic.com/v1, /v1/messages",
        "https://house.example/anthropic, /anthropic/v1/messages",
        "https://house.example/anthropic/v1/, /anthropic/v1/messages",
    })
    void reachesMessagesWithAndWithoutTheVersionInTheUrl(String url, String path) {
        assertThat(head(url, null)).startsWith("POST " + path + " HTTP/1.1\r\n");
    }

    @Test
    void saysOurVersionUnlessTheClientSaidIts() {
        assertThat(head("https://a.example", null))
                .contains("\r\nanthropic-version: 2023-06-01\r\n")
                .doesNotContain("anthropic-beta");
        assertThat(head("https://a.example", new AnthropicVersion("2026-10-21", "a-1,b-2")))
                .contains("\r\nanthropic-version: 2026-10-21\r\nanthropic-beta: a-1,b-2\r\n");
    }

    @Test
    void presentsTheKeyInOneFormOnly() {
        assertThat(head("https://a.example", null))
                .contains("\r\nx-api-key: sk-provider-secret\r\n")
                .doesNotContain("authorization");
    }

    @ParameterizedTest
    @CsvSource({"'2023\r\nx: y',", "'',", "2023-06-01,'a\nb'", "2023-06-01,' '"})
    void takesNoValueThatCouldEndItsHeader(String version, String beta) {
        assertThatThrownBy(() -> new AnthropicVersion(version, beta))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String head(String url, AnthropicVersion version) {
        UpstreamRequest plain =
                Attempt.request(
                        Protocol.ANTHROPIC, url, Surface.MESSAGES, false, "{}", Attempt.PATIENT);
        UpstreamRequest request =
                new UpstreamRequest(
                        plain.provider(),
                        plain.deployment(),
                        plain.surface(),
                        plain.stream(),
                        plain.body(),
                        plain.credential(),
                        plain.timeouts(),
                        plain.requestId(),
                        version);
        ByteBuf out = Unpooled.buffer();
        OutboundHead.write(out, BaseUrl.parse(url), request);
        return out.toString(StandardCharsets.US_ASCII);
    }
}
