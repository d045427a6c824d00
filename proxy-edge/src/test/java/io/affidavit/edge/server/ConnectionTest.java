package io.affidavit.edge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import io.affidavit.schemas.value.FailureCode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("StringConcatToTextBlock") // a text block would hide its line ends
class ConnectionTest {

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
    @CsvSource({
        "'GET /v1/models HTTP/1.1\r\nhost: e\r\nx: a\r\n b\r\n\r\n', 400",
        "'GET /v1/models HTTP/1.1\r\n\r\n', 400",
        "'GET /v1/models HTTP/1.1\nhost: e\n\n', 400",
        "'GET /v1/models HTTP/2.0\r\nhost: e\r\n\r\n', 505",
        "'POST /v1/embeddings HTTP/1.1\r\nhost: e\r\nexpect: miracles\r\n\r\n', 417"
    })
    void answersBrokenFramingBarelyAndCloses(String request, int status) throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            Wire.Response answer = wire.send(request + Wire.get("/v1/models", Pages.KEY)).read();

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(answer.field("x-request-id")).startsWith("req_");
            assertThat(answer.field("x-affidavit-call-id")).isEmpty();
            assertThat(answer.body()).contains("\"type\":").contains("\"param\":null");
            assertThat(wire.isClosedByPeer()).isTrue();
        }
        assertThat(house.journal.commands()).isEmpty();
    }

    @Test
    void refusesALargeBodyUnreadAndRecordsIt() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            String head =
                    "POST /v1/chat/completions HTTP/1.1\r\nhost: e\r\nauthorization: Bearer "
                            + Pages.KEY
                            + "\r\ncontent-length: 1048577\r\n\r\n";
            Wire.Response answer = wire.send(head + "{").read();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).contains("\"request_too_large\"");
            assertThat(answer.field("x-affidavit-call-id")).isNotEmpty();
            wire.send("x".repeat(100_000)); // what is still on its way is taken and dropped
            assertThat(wire.isClosedByPeer()).isTrue();
            RefuseCall refused = house.journal.await(RefuseCall.class);
            assertThat(refused.failure()).isEqualTo(FailureCode.REQUEST_TOO_LARGE);
            assertThat(refused.requestBytes()).isEqualTo(1_048_577);
        }
    }

    @Test
    void refusesALargeChunkedBodyWhenItGrowsTooLarge() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            wire.send(
                    "POST /v1/chat/completions HTTP/1.1\r\nhost: e\r\nauthorization: Bearer "
                            + Pages.KEY
                            + "\r\ntransfer-encoding: chunked\r\n\r\n100001\r\n");
            assertThat(wire.read().status()).isEqualTo(413);
            assertThat(wire.isClosedByPeer()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, 404, null",
        "GET, /v1/chat/completions/, 404, null",
        "GET, /v1/responses, 404, null",
        "GET, /v1/chat/completions, 405, method_not_supported",
        "PUT, /v1/models, 405, method_not_supported",
        "DELETE, /v1/models/m, 405, method_not_supported"
    })
    void answersUnknownRoutesAndMethodsInTheDialect(
            String method, String path, int status, String code) throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            for (String key : new String[] {"", "authorization: Bearer " + Pages.KEY + "\r\n"}) {
                Wire.Response answer =
                        wire.send(method + " " + path + " HTTP/1.1\r\nhost: e\r\n" + key + "\r\n")
                                .read();
                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.field("content-type")).isEqualTo("application/json");
                assertThat(answer.body())
                        .contains("\"code\":" + (code.equals("null") ? code : "\"" + code + "\""));
                assertThat(answer.field("allow").isEmpty()).isEqualTo(status == 404);
                assertThat(answer.field("x-affidavit-call-id").isEmpty()).isEqualTo(key.isEmpty());
            }
        }
        assertThat(house.journal.await(RefuseCall.class).failure().status()).isEqualTo(status);
    }

    @Test
    void answersHeadAndOptions() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            Wire.Response head =
                    wire.send(Wire.get("/v1/models", Pages.KEY).replace("GET", "HEAD")).read(true);
            assertThat(head.status()).isEqualTo(200);
            assertThat(Integer.parseInt(head.field("content-length"))).isPositive();
            Wire.Response options =
                    wire.send("OPTIONS /v1/embeddings HTTP/1.1\r\nhost: e\r\n\r\n").read();
            assertThat(options.status()).isEqualTo(200);
            assertThat(options.field("allow")).isEqualTo("POST, OPTIONS");
            assertThat(wire.send(Wire.get("/health/live", "")).read().body())
                    .isEqualTo("{\"status\":\"live\"}");
        }
    }

    @Test
    void servesOldClientsWithoutChunks() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            String call = Wire.chat(Pages.KEY, Bodies.request(true));
            Wire.Response answer = wire.send(call.replace("HTTP/1.1", "HTTP/1.0")).read();

            assertThat(answer.field("transfer-encoding")).isEmpty();
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void closesWhenTheClientAsksForIt() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            String get = Wire.get("/v1/models", Pages.KEY);
            wire.send(get.replace("host: edge", "host: e\r\nconnection: close"));
            assertThat(wire.read().field("connection")).isEqualTo("close");
            assertThat(wire.isClosedByPeer()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'POST /v1/embeddings HT', 408",
        "'POST /v1/embeddings HTTP/1.1\r\nhost: e\r\ncontent-length: 9\r\n\r\nabc', 408"
    })
    void doesNotWaitForSlowClients(String part, int status) throws Exception {
        ServerLimits hurried =
                new ServerLimits(
                        10,
                        32 * 1024,
                        1024,
                        1024 * 1024,
                        Duration.ofMillis(300),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30));
        try (EdgeHouse impatient = EdgeHouse.open(hurried, 10);
                Wire wire = Wire.to(impatient.port())) {
            impatient.catalog.show(Pages.simulated());
            String key = "host: e\r\nauthorization: Bearer " + Pages.KEY + "\r\n";
            Wire.Response answer = wire.send(part.replace("host: e\r\n", key)).read();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(wire.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void doesNotKeepIdleClientsForEver() throws Exception {
        ServerLimits hurried =
                new ServerLimits(
                        10,
                        32 * 1024,
                        1024,
                        1024 * 1024,
                        Duration.ofSeconds(20),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(30));
        try (EdgeHouse impatient = EdgeHouse.open(hurried, 10);
                Wire wire = Wire.to(impatient.port())) {
            assertThat(wire.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void refusesConnectionsBeyondItsBound() throws Exception {
        ServerLimits narrow =
                new ServerLimits(
                        1,
                        32 * 1024,
                        1024,
                        1024 * 1024,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30));
        try (EdgeHouse small = EdgeHouse.open(narrow, 10);
                Wire first = Wire.to(small.port())) {
            first.send(Wire.get("/health/live", "")).read();
            try (Wire second = Wire.to(small.port())) {
                Wire.Response refused = second.read();
                assertThat(refused.status()).isEqualTo(503);
                assertThat(second.isClosedByPeer()).isTrue();
            }
            assertThat(first.send(Wire.get("/health/live", "")).read().status()).isEqualTo(200);
        }
    }
}
