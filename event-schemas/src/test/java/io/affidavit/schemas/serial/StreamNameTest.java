package io.affidavit.schemas.serial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamNameTest {

    @ParameterizedTest
    @CsvSource({
        "organization, demo, organization:demo",
        "route, vendor/model:v1, route:vendor/model:v1",
        "call, 019ab3c4-d5e6-7f00-8123-456789abcdef, 019ab3c4-d5e6-7f00-8123-456789abcdef"
    })
    void keepsTypeAndIdApart(String type, String id, String text) {
        StreamName name = new StreamName(type, id);
        assertThat(name).hasToString(text);
        assertThat(StreamName.parse(text)).isEqualTo(name);
    }
}
