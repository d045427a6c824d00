package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.schemas.access.AccessCommand.RecordDenial;
import io.affidavit.schemas.access.AdminTokenFormat;
import io.affidavit.schemas.access.OperatorTokenFormat;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CoalesceRefusals;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import io.affidavit.schemas.call.CredentialHeader;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.value.AdminTokenId;
import io.affidavit.schemas.value.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("StringConcatToTextBlock") // a text block would hide its line ends
class AuthenticationTest {

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

    @Test
    void tellsAllWrongKeysTheSame() throws Exception {
        String good = Pages.KEY;
        String mistyped = good.substring(0, good.length() - 1) + (good.endsWith("0") ? "1" : "0");
        List<String> wrong =
                List.of(
                        "Bearer sk-aff-x",
                        "Bearer " + mistyped,
                        "Bearer " + good + "%20",
                        "Bearer " + good + "\t.",
                        "Bearer " + good + "\t",
                        "Bearer " + good + " ",
                        "Bearer  " + good,
                        "Basic " + good,
                        good,
                        "Bearer " + Pages.REVOKED,
                        "Bearer " + Pages.key("ZZZZZZZZZZZZ"),
                        "Bearer sk-1234",
                        "Bearer " + "k".repeat(20_000));
        List<String> bodies = new ArrayList<>();
        try (Wire wire = Wire.to(house.port())) {
            for (String header : wrong) {
                Wire.Response answer = wire.send(get(header)).read();
                assertThat(answer.status()).as(header).isEqualTo(401);
                assertThat(answer.field("x-affidavit-call-id")).isEmpty();
                assertThat(answer.field("x-request-id")).isEqualTo(answer.field("request-id"));
                bodies.add(answer.body());
            }
        }
        assertThat(Set.copyOf(bodies)).hasSize(1);
        assertThat(bodies.getFirst()).contains("\"invalid_api_key\"").doesNotContain("sk-");
    }

    @Test
    void tellsWhichCredentialAdministersOnly() throws Exception {
        byte[] secret = new byte[AdminTokenFormat.SECRET_BYTES];
        String admin = AdminTokenFormat.compose(new AdminTokenId("0Az123456789"), secret);
        String operator = OperatorTokenFormat.compose("0Az123456789", secret);
        try (Wire wire = Wire.to(house.port())) {
            Wire.Response answer = wire.send(get("Bearer " + admin)).read();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body())
                    .contains("an admin token only administers", "\"invalid_api_key\"")
                    .doesNotContain(admin);
            assertThat(wire.send(get("Bearer " + operator)).read().body())
                    .contains("an operator token only administers")
                    .doesNotContain(operator);
            Wire.Response other = wire.send(messages("x-api-key: " + admin, "{}")).read();
            assertThat(other.status()).isEqualTo(401);
            assertThat(other.body())
                    .contains(
                            "\"authentication_error\"",
                            "x-api-key: an admin token only administers");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "authorization: Bearer %s, AUTHORIZATION",
        "x-api-key: %s, X_API_KEY",
        "x-api-key: foreign|authorization: Bearer %s, AUTHORIZATION"
    })
    void recordsWhichHeaderWasJudged(String fields, CredentialHeader judged) throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            wire.send(messages(fields.formatted(Pages.KEY).replace("|", "\r\n"), MESSAGE));

            assertThat(wire.read().status()).isEqualTo(200);
            assertThat(house.journal.all(AdmitCall.class))
                    .extracting(AdmitCall::credential)
                    .containsExactly(judged);
        }
    }

    private static String messages(String fields, String body) {
        return "POST /v1/messages HTTP/1.1\r\nhost: e\r\n"
                + fields
                + "\r\nanthropic-version: 2023-06-01\r\ncontent-length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    @Test
    void tellsAMissingKeyApart() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            wire.send("POST /v1/embeddings HTTP/1.1\r\nhost: e\r\nx-api-key: " + Pages.KEY);
            Wire.Response answer = wire.send("\r\ncontent-length: 2\r\n\r\n{}").read();

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).contains("\"code\":null");
        }
    }

    @Test
    void judgesTheKeyBeforeTheBody() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            assertThat(wire.send(Wire.chat(Pages.REVOKED, "not json")).read().status())
                    .isEqualTo(401);
            assertThat(wire.send(Wire.get("/nowhere", Pages.REVOKED)).read().status())
                    .isEqualTo(401);
            assertThat(wire.send(Wire.chat(Pages.KEY, "not json")).read().status()).isEqualTo(400);
        }
    }

    @Test
    void doesNotWaitForTheBodyOfAStranger() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            String call = Wire.chat(Pages.REVOKED, "x".repeat(100_000));
            Wire.Response answer = wire.send(call.substring(0, call.length() - 90_000)).read();

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(wire.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void countsDenialsExactlyAndNamesOnlyKeysThatExist() throws Exception {
        String stranger = Pages.key("ZZZZZZZZZZZZ");
        List<String> ofOne =
                List.of(
                        Pages.REVOKED,
                        Pages.REVOKED.substring(0, 30),
                        Pages.REVOKED + "x",
                        Pages.REVOKED.substring(0, 20) + "guessed");
        try (Wire wire = Wire.to(house.port())) {
            for (int i = 0; i < 40; i++) {
                String key = i % 2 == 0 ? stranger : i % 4 == 1 ? ofOne.get(i / 4 % 4) : "sk-wrong";
                wire.send(get("Bearer " + key)).read();
            }
        }
        house.denials.close();

        List<RecordDenial> denials = house.journal.all(RecordDenial.class);
        assertThat(denials.stream().mapToLong(RecordDenial::count).sum()).isEqualTo(40);
        assertThat(
                        denials.stream()
                                .filter(denial -> denial.key() != null)
                                .peek(denial ->
                                        assertThat(denial.key().value()).isEqualTo("RRRRRRRRRRRR"))
                                .mapToLong(RecordDenial::count)
                                .sum())
                .isEqualTo(10);
        assertThat(denials).allMatch(denial -> denial.route().equals("/v1/models"));
        assertThat(denials).allMatch(denial -> text(denial.parts().getFirst()).equals("127.0.0.1"));
    }

    @Test
    void keepsCountingWhileNothingCanBeRecorded() throws Exception {
        house.journal.fate(_ -> FailureCode.EVIDENCE_UNAVAILABLE);
        try (Wire wire = Wire.to(house.port())) {
            for (int i = 0; i < 5; i++) {
                wire.send(get("Bearer sk-wrong")).read();
            }
        }
        house.journal.fate(_ -> null);
        house.denials.close();

        assertThat(
                        house.journal.all(RecordDenial.class).stream()
                                .mapToLong(RecordDenial::count)
                                .sum())
                .isEqualTo(5);
    }

    @Test
    void recordsRefusalsOneByOneAndCountsAFlood() throws Exception {
        int calls = 200;
        try (Wire wire = Wire.to(house.port())) {
            for (int i = 0; i < calls; i++) {
                Wire.Response answer =
                        wire.send(Wire.chat(Pages.KEY, "{\"model\":\"no\",\"messages\":[{}]}"))
                                .read();
                assertThat(answer.status()).isEqualTo(400);
                // Whoever was answered is on record, alone or counted.
                assertThat(recorded()).isGreaterThanOrEqualTo(i + 1);
                if (house.journal.all(CoalesceRefusals.class).size() > 2) {
                    break;
                }
            }
        }
        assertThat(house.journal.all(CoalesceRefusals.class)).isNotEmpty();
        assertThat(house.journal.all(RefuseCall.class))
                .extracting(RefuseCall::param)
                .containsOnly("messages[0].role");
    }

    @Test
    void forwardsNoneOfTheClientsHeaders() throws Exception {
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(false));
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            String body = Bodies.request(false);
            String foreign =
                    "x-api-key: foreign\r\napi-key: foreign\r\nx-goog-api-key: foreign\r\n"
                            + "proxy-authorization: foreign\r\ncookie: foreign\r\n"
                            + "openai-organization: foreign\r\nx-forwarded-for: foreign\r\n";
            wire.send(
                    Wire.chat(Pages.KEY, body).replace("host: edge\r\n", "host: e\r\n" + foreign));

            assertThat(wire.read().status()).isEqualTo(200);

            FakeProvider.Received received = provider.take();
            assertThat(String.join("\n", received.head()))
                    .doesNotContain("foreign")
                    .doesNotContain(Pages.KEY);
            assertThat(received.values("authorization")).containsExactly("Bearer provider-secret");
        }
    }

    @Test
    void recordsARefusalBeforeItIsAnsweredOrSaysThatItCannot() throws Exception {
        house.journal.fate(_ -> FailureCode.EVIDENCE_UNAVAILABLE);
        try (Wire wire = Wire.to(house.port())) {
            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, "not json")).read();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("evidence_unavailable");
        }
    }

    private long recorded() {
        return house.journal.all(RefuseCall.class).size()
                + house.journal.all(CoalesceRefusals.class).stream()
                        .mapToLong(CoalesceRefusals::count)
                        .sum();
    }

    private static String get(String authorization) {
        return "GET /v1/models HTTP/1.1\r\nhost: e\r\nauthorization: " + authorization + "\r\n\r\n";
    }

    private static String text(Part part) {
        return new String(((Part.Content) part).bytes(), StandardCharsets.UTF_8);
    }
}
