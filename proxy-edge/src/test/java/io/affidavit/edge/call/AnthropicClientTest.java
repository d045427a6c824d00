package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.schemas.access.AccessCommand.RecordDenial;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients of Anthropic's dialect: their two credentials, their errors, their lists.
@SuppressWarnings("StringConcatToTextBlock") // a text block would hide its line ends
class AnthropicClientTest {

    private static final String VERSION = "anthropic-version: 2023-06-01";
    private static final String X_KEY = "x-api-key: " + Pages.KEY;
    private static final String BEARER = "authorization: Bearer " + Pages.KEY;
    private static final String MESSAGE =
            "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private EdgeHouse house;

    @BeforeEach
    void open() {
        house = EdgeHouse.open();
        house.catalog.show(Pages.simulated());
    }

    @AfterEach
    void close() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages/count_tokens", "/v1/models", "/v1/models/m"})
    void takesEitherCredential(String path) throws Exception {
        String method = path.contains("count") ? "POST" : "GET";
        String body = path.contains("count") ? MESSAGE : "";
        assertThat(ask(method, path, body, VERSION, X_KEY).status()).isEqualTo(200);
        assertThat(ask(method, path, body, "anthropic-version: 2026-10-21", BEARER).status())
                .isEqualTo(200);
        assertThat(house.journal.commands()).isEmpty();
    }

    @Test
    void judgesTheBearerAloneWhereBothAreSent() throws Exception {
        String wrong = "authorization: Bearer " + Pages.REVOKED;
        assertThat(ask("GET", "/v1/models", "", VERSION, X_KEY, wrong).status()).isEqualTo(401);
        assertThat(ask("GET", "/v1/models", "", VERSION, wrong, X_KEY).status()).isEqualTo(401);
        assertThat(ask("GET", "/v1/models", "", VERSION, "authorization:", X_KEY).status())
                .isEqualTo(401);
        assertThat(ask("GET", "/v1/models", "", VERSION, "authorization: Basic x", X_KEY).status())
                .isEqualTo(401);
        assertThat(ask("GET", "/v1/models", "", VERSION, "x-api-key: no", BEARER).status())
                .isEqualTo(200);
    }

    @Test
    void takesNoneOfSeveralKeys() throws Exception {
        assertThat(ask("GET", "/v1/models", "", VERSION, X_KEY, X_KEY).status()).isEqualTo(401);
        assertThat(ask("GET", "/v1/models", "", VERSION, "x-api-key: no", X_KEY).status())
                .isEqualTo(401);
        assertThat(ask("GET", "/v1/models", "", VERSION, X_KEY + "," + Pages.KEY).status())
                .isEqualTo(401);
        assertThat(ask("GET", "/v1/models", "", VERSION, BEARER, BEARER).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/chat/completions",
        "POST, /v1/completions",
        "POST, /v1/embeddings",
        "GET, /v1/models"
    })
    void judgesNoApiKeyElsewhere(String method, String path) throws Exception {
        String[] fields =
                path.equals("/v1/models") ? new String[] {X_KEY} : new String[] {X_KEY, VERSION};
        Wire.Response answer = ask(method, path, "", fields);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).startsWith("{\"error\":{\"message\":");
    }

    @Test
    void namesTheKeyOfADeniedRequestThatExists() throws Exception {
        ask("POST", "/v1/messages", MESSAGE, VERSION, "x-api-key: " + Pages.REVOKED);
        house.denials.close();

        RecordDenial denial = house.journal.await(RecordDenial.class);
        assertThat(denial.route()).isEqualTo("/v1/messages");
        assertThat(denial.key()).isNotNull();
    }

    @Test
    void waitsForTheLongBodyOfAKeyInEitherField() throws Exception {
        String body = MESSAGE.replace("hi", "hi".repeat(50_000));
        try (Wire wire = Wire.to(house.port())) {
            String head =
                    "POST /v1/messages/count_tokens HTTP/1.1\r\nhost: e\r\n"
                            + VERSION
                            + "\r\n"
                            + X_KEY
                            + "\r\nexpect: 100-continue\r\ncontent-length: "
                            + body.length()
                            + "\r\n\r\n";
            assertThat(wire.send(head).readHead().status()).isEqualTo(100);
            assertThat(wire.send(body).read().status()).isEqualTo(200);
            String stranger = head.replace(Pages.KEY, Pages.REVOKED);
            assertThat(wire.send(stranger).readHead().status()).isEqualTo(401);
        }
    }

    @Test
    void tellsErrorsInItsOwnEnvelope() throws Exception {
        Wire.Response missing = ask("POST", "/v1/messages", MESSAGE, VERSION);
        assertThat(missing.status()).isEqualTo(401);
        assertThat(missing.body())
                .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",")
                .endsWith("\"request_id\":\"" + missing.field("request-id") + "\"}");

        Wire.Response unknown =
                ask("POST", "/v1/messages", MESSAGE.replace("\"m\"", "\"no\""), VERSION, X_KEY);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).contains("\"not_found_error\"");
        assertThat(unknown.field("x-affidavit-call-id")).isNotEmpty();
        assertThat(house.journal.await(RefuseCall.class).surface()).isNotNull();

        assertThat(ask("GET", "/v1/messages", "", VERSION, X_KEY).field("allow"))
                .isEqualTo("POST, OPTIONS");
        assertThat(ask("GET", "/v1/nowhere", "", VERSION).body()).contains("\"not_found_error\"");
        assertThat(ask("POST", "/v1/messages", "[", VERSION, X_KEY).body())
                .contains("\"invalid_request_error\"");
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "anthropic-version: latest",
        "anthropic-version: 2023-06-011",
        "anthropic-version: 2023-06-01; anthropic-version: 2026-10-21",
        "anthropic-version: 2023-06-01; anthropic-beta: a\"b",
    })
    void wantsAVersionInItsForm(String fields) throws Exception {
        Wire.Response answer =
                ask("POST", "/v1/messages", MESSAGE, (X_KEY + ";" + fields).split("; ?"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"invalid_request_error\"", "anthropic-");
    }

    @Test
    void listsModelsInItsShape() throws Exception {
        assertThat(ask("GET", "/v1/models", "", VERSION, X_KEY).body())
                .isEqualTo(
                        "{\"data\":[{\"type\":\"model\",\"id\":\"m\",\"display_name\":"
                                + "\"m (simulated)\",\"created_at\":\"1970-01-01T00:00:00Z\","
                                + "\"simulated\":true}],\"has_more\":false,"
                                + "\"first_id\":\"m\",\"last_id\":\"m\"}");
        assertThat(ask("GET", "/v1/models/m", "", VERSION, X_KEY).body())
                .startsWith("{\"type\":\"model\",\"id\":\"m\"");
        assertThat(ask("GET", "/v1/models/x", "", VERSION, X_KEY).body())
                .contains("not_found_error");
    }

    @Test
    void countsTokensWithoutACall() throws Exception {
        String path = "/v1/messages/count_tokens";
        String bare = MESSAGE.replace("\"max_tokens\":9,", "");
        assertThat(ask("POST", path, bare, VERSION, X_KEY).body())
                .isEqualTo("{\"input_tokens\":11}");
        String image =
                "[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\","
                        + "\"data\":\""
                        + "A".repeat(90_000)
                        + "\"}}]";
        Wire.Response pictured = ask("POST", path, bare.replace("\"hi\"", image), VERSION, X_KEY);
        assertThat(pictured.body()).isEqualTo("{\"input_tokens\":1609}");
        assertThat(ask("POST", path, "{}", VERSION, X_KEY).status()).isEqualTo(400);
        assertThat(ask("POST", path, bare.replace("\"m\"", "\"x\""), VERSION, X_KEY).status())
                .isEqualTo(404);
        assertThat(house.journal.commands()).hasSize(2).allMatch(RefuseCall.class::isInstance);
    }

    private Wire.Response ask(String method, String path, String body, String... fields)
            throws Exception {
        String head =
                Stream.of(fields)
                        .filter(field -> !field.isEmpty())
                        .map(field -> field + "\r\n")
                        .collect(Collectors.joining());
        try (Wire wire = Wire.to(house.port())) {
            return wire.send(
                            method
                                    + " "
                                    + path
                                    + " HTTP/1.1\r\nhost: e\r\n"
                                    + head
                                    + "content-length: "
                                    + body.getBytes(StandardCharsets.UTF_8).length
                                    + "\r\n\r\n"
                                    + body)
                    .read();
        }
    }
}
