package io.affidavit.query.evidence;

import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.call;
import static io.affidavit.projections.testing.Stories.completed;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.query.QueryHouse;
import io.affidavit.schemas.access.AccessDenied;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.RefusalsCoalesced;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.OrganizationId;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EventListTest {

    private static QueryHouse house;

    @BeforeAll
    static void open() {
        house = new QueryHouse();
        house.append(
                new AccessDenied(
                        "control",
                        FailureCode.NO_CREDENTIALS,
                        "GET /admin/keys",
                        null,
                        1,
                        Stories.AT,
                        Stories.AT,
                        List.of()),
                admitted(call(1)),
                completed(call(1), CallOutcome.COMPLETED, 10),
                admitted(call(2)),
                admitted(call(3), 2, "fast", Stories.AT),
                completed(call(2), CallOutcome.COMPLETED, 10),
                refused(1),
                refused(2));
    }

    private static RefusalsCoalesced refused(int key) {
        return new RefusalsCoalesced(
                Stories.key(key),
                new OrganizationId("org-" + key),
                FailureCode.RATE_LIMIT_EXCEEDED,
                new LimitId("lim_0123456789abcdef"),
                1_000,
                Stories.AT,
                Stories.AT);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void showsAnyStretchOfTheLog() {
        JsonNode page = house.get("/audit/events?fromPosition=1&limit=2").body();
        assertThat(positions(page)).containsExactly(1L, 2L);
        JsonNode next =
                house.get("/audit/events?limit=100&cursor=" + page.path("nextCursor").asString())
                        .body();
        assertThat(positions(next)).containsExactly(3L, 4L, 5L, 6L, 7L);
        assertThat(next.path("nextCursor").isNull()).isTrue();
    }

    @Test
    void filtersTheLog() {
        assertThat(positions("type=call.completed")).containsExactly(2L, 5L);
        assertThat(positions("type=access.denied")).containsExactly(0L);
        assertThat(positions("orgId=org-2")).containsExactly(4L, 7L);
        assertThat(positions("type=refusals.coalesced")).containsExactly(6L, 7L);
        assertThat(positions("keyId=" + Stories.key(1))).containsExactly(1L, 3L, 6L);
        assertThat(positions("keyId=" + Stories.key(1) + "&fromPosition=2"))
                .containsExactly(3L, 6L);
        assertThat(house.get("/audit/events?type=nothing.happened").status()).isEqualTo(400);
        assertThat(house.get("/audit/events?fromPosition=-1").status()).isEqualTo(400);
    }

    @Test
    void findsTheRecordsOfASpan() {
        // The log of tests appends a record each millisecond after its first moment.
        String second = Stories.AT.plusMillis(2).toString();
        String fourth = Stories.AT.plusMillis(4).toString();
        assertThat(positions("to=" + second)).containsExactly(0L);
        assertThat(positions("from=" + second + "&to=" + fourth)).containsExactly(1L, 2L);
        assertThat(positions("from=" + fourth)).containsExactly(3L, 4L, 5L, 6L, 7L);
        assertThat(positions("from=2026-11-26")).isEmpty();
        assertThat(positions("to=2026-11-25")).isEmpty();
        assertThat(positions("keyId=" + Stories.key(1) + "&to=" + fourth)).containsExactly(1L);
        assertThat(house.get("/audit/events?to=yesterday").status()).isEqualTo(400);
    }

    @Test
    void saysWhereTheLogEnds() {
        JsonNode log = house.get("/audit/log").body();
        assertThat(log.path("origin").asString()).isEqualTo(TestLog.ORIGIN.value());
        assertThat(log.path("size").asLong()).isEqualTo(8);
        assertThat(log.path("root").asString())
                .isEqualTo(HexFormat.of().formatHex(house.log().root()));
    }

    private static List<Long> positions(String query) {
        return positions(house.get("/audit/events?" + query).body());
    }

    private static List<Long> positions(JsonNode page) {
        return page.path("data")
                .valueStream()
                .map(event -> event.path("position").asLong())
                .toList();
    }
}
