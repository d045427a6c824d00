package io.affidavit.query.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.query.QueryHouse;
import io.affidavit.schemas.call.CallQuery.FindReceipt;
import io.affidavit.schemas.call.CallReceipt;
import io.affidavit.schemas.value.CallId;
import org.axonframework.queryhandling.QueryBus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReceiptControllerTest {

    private static final CallId CALL = Stories.call(1);

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
                                                ? new CallReceipt(CALL, 7, "ab".repeat(32), "v1;x")
                                                : null)) {
            assertThat(house.get("/evidence/receipts/" + CALL).body())
                    .hasToString(
                            """
                            {"callId":"%s","position":7,"leaf":"%s","receipt":"v1;x"}\
                            """
                                    .formatted(CALL, "ab".repeat(32)));
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
