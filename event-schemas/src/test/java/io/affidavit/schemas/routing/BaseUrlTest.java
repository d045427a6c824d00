package io.affidavit.schemas.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, https://api.openai.com/v1",
        "https://api.openai.com/v1///, https://api.openai.com/v1",
        "HTTPS://API.OpenAI.com:443/v1/, https://api.openai.com/v1",
        "http://localhost:11434/v1, http://localhost:11434/v1",
        "http://127.0.0.1:80, http://127.0.0.1",
        "http://[::1]:8000/v1, http://[0:0:0:0:0:0:0:1]:8000/v1",
        "http://[::ffff:127.0.0.1]/, http://127.0.0.1",
        "http://2130706433/, http://127.0.0.1",
        "http://0x7f000001/, http://127.0.0.1",
        "http://0X7F.1/, http://127.0.0.1",
        "http://0177.0.0.1/, http://127.0.0.1",
        "http://127.1/, http://127.0.0.1",
        "http://1.2.3.04/, http://1.2.3.4",
        "https://bücher.example/v1, https://xn--bcher-kva.example/v1",
        "http://１２７．０．０．１/v1, http://127.0.0.1/v1"
    })
    void normalises(String text, String expected) {
        BaseUrl url = BaseUrl.parse(text);
        assertThat(url).hasToString(expected);
        assertThat(BaseUrl.parse(url.toString())).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.openai.com/v1",
                "ftp://api.openai.com",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "https:/api.openai.com",
                "https://",
                "https:///v1",
                "https://user@host/v1",
                "https://user:secret@host/v1",
                "https://host@127.0.0.1/",
                "https://host\\@127.0.0.1/",
                "https://host/v1?key=x",
                "https://host?x",
                "https://host/v1#x",
                "https://host#x",
                "https://host/%2e%2e/",
                "https://host/../admin",
                "https://host/v1/./x",
                "https://host//x",
                "https://host/a b",
                "https://ho st/",
                " https://host/",
                "https://host/\r\nX: y",
                "https://host:0/",
                "https://host:65536/",
                "https://host:/",
                "https://host:-1/",
                "https://host:80:80/",
                "https://host./",
                "https://a..b/",
                "http://127.0.0.1.5/",
                "http://256.0.0.1/",
                "http://4294967296/",
                "http://0x1g.1/",
                "http://1.08/",
                "http://[::1/",
                "http://[::1]x/",
                "http://[fe80::1%25eth0]/",
                "http://[127.0.0.1]/",
                "http://[gg::1]/",
                "http://[]/"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> BaseUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("malformed (expected: ");
    }

    @Test
    void knowsTheAddressesItSpellsOut() {
        assertThat(BaseUrl.parse("http://127.0.0.1:1/").literalAddress()).isPresent();
        assertThat(BaseUrl.parse("http://[::1]/").literalAddress()).isPresent();
        assertThat(BaseUrl.parse("http://localhost/").literalAddress()).isEmpty();
        assertThat(BaseUrl.parse("http://1.example/").literalAddress()).isEmpty();
    }
}
