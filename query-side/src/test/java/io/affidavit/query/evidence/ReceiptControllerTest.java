package io.affidavit.query.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.query.QueryHouse;
import io.affidavit.schemas.call.CallQuery.FindReceipt;
import io.affidavit.schemas.call.CallReceipt;
import io.affidavit.schemas.proof.Receipt;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.Digest;
import java.util.Base64;
import org.axonframework.queryhandling.QueryBus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReceiptControllerTest {

    private static final CallId CALL = Stories.call(1);

    private static final String LEAF = "ab".repeat(32);

    private static final String RECEIPT =
            new Receipt(
                            TestLog.ORIGIN,
                            7,
                            new Digest(LEAF),
                            Base64.getEncoder().encodeToString(new byte[64]))
                    .toString();

    private static QueryHouse house;

    @BeforeAll
    static void open() {
        house = new QueryHouse();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void showsWhatTheRoomWithTheKeyIssues() {
        try (var _ =
                house.bean(QueryBus.class)
                        .subscribe(
                                FindReceipt.class.getName(),
                                CallReceipt.class,
                                query ->
                                        ((FindReceipt) query.getPayload()).callId().equals(CALL)
                                                ? new CallReceipt(CALL, 7, LEAF, RECEIPT)
                                                : null)) {
            assertThat(house.get("/evidence/receipts/" + CALL).body())
                    .hasToString(
                            """
                            {"callId":"%s","position":7,"leaf":"%s","receipt":"%s"}\
                            """
                                    .formatted(CALL, LEAF, RECEIPT));
            assertThat(house.get("/evidence/receipts/" + Stories.call(2)).status()).isEqualTo(404);
            assertThat(house.get("/evidence/receipts/nothing").status()).isEqualTo(404);
            assertThat(house.get("/evidence/receipts/" + CALL + "?key=1").status()).isEqualTo(400);
        }
    }

    @Test
    void saysSoWhenNobodyCanSign() {
        QueryHouse.Answer answer = house.get("/evidence/receipts/" + CALL);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body().path("code").asString()).isEqualTo("evidence_unavailable");
    }

    @Test
    void isClosedToStrangers() {
        assertThat(house.get("/evidence/receipts/" + CALL, "Bearer wrong", "*/*").status())
                .isEqualTo(401);
    }
}
