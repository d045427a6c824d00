package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CoalesceRefusals;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import io.affidavit.schemas.value.FailureCode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Where the receipt of a call stands in its answer, byte for byte.
class ReceiptPlacementTest {

    private static final String COMMENT = ": x-affidavit-receipt receipt of ";

    private EdgeHouse house;

    @BeforeEach
    void open() {
        house = EdgeHouse.open();
        house.catalog.show(Pages.simulated());
        house.journal.receipts(command ->
                switch (command) {
                    case CompleteCall _, FailCall _, RefuseCall _, CoalesceRefusals _ ->
                            "receipt of " + command.getClass().getSimpleName();
                    default -> null;
                });
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void isAFieldOfAWholeAnswer() throws Exception {
        Wire.Response answer = ask(Wire.chat(Pages.KEY, Bodies.request(false)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(receipts(answer)).containsExactly("receipt of CompleteCall");
        assertThat(answer.body()).doesNotContain("receipt");
    }

    @Test
    void standsDirectlyAboveTheEndOfAStream() throws Exception {
        Wire.Response answer = ask(Wire.chat(Pages.KEY, Bodies.request(true)));
        assertThat(receipts(answer)).isEmpty();
        assertThat(answer.body()).endsWith("\n\n" + COMMENT + "CompleteCall\ndata: [DONE]\n\n");
        assertNoEmptyEvents(answer.body());
    }

    @Test
    void standsInTheLastEventOfAStreamOfMessages() throws Exception {
        Wire.Response answer = ask(message(true));
        assertThat(answer.body())
                .endsWith(
                        "\n\n"
                                + COMMENT
                                + "CompleteCall\n"
                                + "event: message_stop\n"
                                + "data: {\"type\":\"message_stop\"}\n\n");
        assertNoEmptyEvents(answer.body());
        assertThat(receipts(ask(message(false)))).containsExactly("receipt of CompleteCall");
    }

    @Test
    void standsInTheErrorThatEndsAStream() throws Exception {
        Reply broken =
                Reply.events(Bodies.content("hello"), "data: {\"error\":{\"message\":\"x\"}}");
        try (FakeProvider provider = FakeProvider.start(broken)) {
            house.catalog.show(Pages.behind(provider));

            String chat = ask(Wire.chat(Pages.KEY, Bodies.request(true))).body();
            assertThat(chat).contains("\n\n" + COMMENT + "FailCall\ndata: {\"error\":");
            assertNoEmptyEvents(chat);

            String messages = ask(message(true)).body();
            assertThat(messages).contains("\n\n" + COMMENT + "FailCall\nevent: error\ndata: {");
            assertNoEmptyEvents(messages);
        }
    }

    @Test
    void isAFieldOfAnErrorOnRecord() throws Exception {
        try (FakeProvider provider = FakeProvider.start(Reply.json(500, "{}"))) {
            house.catalog.show(Pages.behind(provider));
            for (boolean stream : List.of(false, true)) {
                Wire.Response answer = ask(Wire.chat(Pages.KEY, Bodies.request(stream)));
                assertThat(answer.status()).isEqualTo(502);
                assertThat(receipts(answer)).containsExactly("receipt of FailCall");
            }
        }
    }

    @Test
    void isAFieldOfARefusalOnRecord() throws Exception {
        String unknown = Bodies.request(true).replace("\"m\"", "\"nothing\"");
        assertThat(receipts(ask(Wire.chat(Pages.KEY, unknown))))
                .containsExactly("receipt of RefuseCall");
        assertThat(receipts(ask(Wire.get("/v1/chat/completions", Pages.KEY))))
                .containsExactly("receipt of RefuseCall");
    }

    @Test
    void comesWithTheRefusalOfALimit() throws Exception {
        house.journal.fate(
                command -> command instanceof AdmitCall ? FailureCode.RATE_LIMIT_EXCEEDED : null);
        house.journal.receipts(command -> "receipt of " + command.getClass().getSimpleName());

        Wire.Response answer = ask(Wire.chat(Pages.KEY, Bodies.request(false)));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(receipts(answer)).containsExactly("receipt of AdmitCall");
    }

    @Test
    void comesWithRefusalsThatAreCounted() throws Exception {
        String unknown = Bodies.request(false).replace("\"m\"", "\"nothing\"");
        Set<String> all = new HashSet<>();
        try (Wire wire = Wire.to(house.port())) {
            for (int i = 0; i < 200 && all.size() < 2; i++) {
                List<String> receipts = receipts(wire.send(Wire.chat(Pages.KEY, unknown)).read());
                assertThat(receipts).hasSize(1);
                all.addAll(receipts);
            }
        }
        assertThat(all)
                .containsExactlyInAnyOrder("receipt of RefuseCall", "receipt of CoalesceRefusals");
    }

    @Test
    void isAbsentFromWhatHasNoRecord() throws Exception {
        assertThat(receipts(ask(Wire.get("/v1/models", Pages.KEY)))).isEmpty();
        assertThat(receipts(ask(Wire.chat(Pages.REVOKED, Bodies.request(false))))).isEmpty();
    }

    @Test
    void isAbsentWhenTheEndCouldNotBeRecorded() throws Exception {
        house.journal.receipts(_ -> null);
        house.journal.fate(command ->
                command instanceof CompleteCall ? FailureCode.EVIDENCE_UNAVAILABLE : null);

        Wire.Response whole = ask(Wire.chat(Pages.KEY, Bodies.request(false)));
        assertThat(whole.status()).isEqualTo(503);
        assertThat(receipts(whole)).isEmpty();

        String stream = ask(Wire.chat(Pages.KEY, Bodies.request(true))).body();
        assertThat(stream).contains("evidence_unavailable").doesNotContain("receipt", "[DONE]");
    }

    /// A block without data would be dispatched as an empty event, and an `id:` line would make
    /// some clients reconnect.
    private static void assertNoEmptyEvents(String stream) {
        assertThat(stream).endsWith("\n\n").containsOnlyOnce(COMMENT);
        for (String block : stream.strip().split("\n\n", -1)) {
            assertThat(block).containsPattern("(?m)^data: ").doesNotContainPattern("(?m)^id:");
        }
    }

    private static List<String> receipts(Wire.Response answer) {
        String name = "x-affidavit-receipt: ";
        return answer.head().stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name))
                .map(line -> line.substring(name.length()))
                .toList();
    }

    private Wire.Response ask(String request) throws IOException {
        try (Wire wire = Wire.to(house.port())) {
            return wire.send(request).read();
        }
    }

    private static String message(boolean stream) {
        String body =
                "{\"model\":\"m\",\"max_tokens\":9,\"stream\":"
                        + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
        return "POST /v1/messages HTTP/1.1\r\nhost: edge\r\nauthorization: Bearer "
                + Pages.KEY
                + "\r\nanthropic-version: 2023-06-01\r\ncontent-type: application/json\r\n"
                + "content-length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }
}
