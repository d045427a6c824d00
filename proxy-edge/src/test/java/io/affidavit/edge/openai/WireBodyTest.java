package io.affidavit.edge.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.json.JsonString;
import io.affidavit.edge.openai.ModelList.Model;
import io.affidavit.schemas.testing.Seeds;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WireBodyTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @ParameterizedTest
    @EnumSource(FailureCode.class)
    void givesEveryErrorItsFourMembers(FailureCode failure) {
        JsonNode error =
                JSON.readTree(ErrorBody.json(failure, null, ErrorBody.message(failure)))
                        .path("error");

        assertThat(error.propertyNames())
                .containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.path("message").asString()).isNotBlank();
        assertThat(error.path("type").asString()).isEqualTo(failure.type());
        assertThat(error.path("code").asString(null)).isEqualTo(failure.wireCode());
        assertThat(error.path("param").isNull()).isTrue();
    }

    @Test
    void endsABrokenStreamWithOneEvent() {
        String event = new String(ErrorBody.event(FailureCode.UPSTREAM_ERROR, null, "a\nb"), UTF_8);

        assertThat(event).startsWith("data: {\"error\":").endsWith("}}\n\n").contains("a\\nb");
    }

    @Test
    void escapesAnyText() {
        Seeds.check(
                2_000,
                random -> {
                    String text = Seeds.text(random, 30);
                    assertThat(JSON.readTree(JsonString.quote(text)).asString()).isEqualTo(text);
                });
        assertThat(JsonString.quote("\ud800x")).isEqualTo("\"\\ud800x\"");
        assertThat(JsonString.quote("x\udc00")).isEqualTo("\"x\\udc00\"");
    }

    @Test
    void listsModelsAndSaysWhichArePlayed() {
        JsonNode list =
                JSON.readTree(
                        ModelList.list(
                                List.of(new Model("a/b:1", 7, false), new Model("demo", 0, true))));

        assertThat(list.path("object").asString()).isEqualTo("list");
        assertThat(list.at("/data/0").toString())
                .isEqualTo(
                        "{\"id\":\"a/b:1\",\"object\":\"model\",\"created\":7,"
                                + "\"owned_by\":\"affidavit\"}");
        assertThat(list.at("/data/1/owned_by").asString()).isEqualTo("affidavit-simulator");
        assertThat(list.at("/data/1/simulated").asBoolean()).isTrue();
        assertThat(new String(ModelList.list(List.of()), UTF_8))
                .isEqualTo("{\"object\":\"list\",\"data\":[]}");
    }
}
