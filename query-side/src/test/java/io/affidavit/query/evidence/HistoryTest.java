package io.affidavit.query.evidence;

import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.call;
import static io.affidavit.projections.testing.Stories.chosen;
import static io.affidavit.projections.testing.Stories.completed;
import static io.affidavit.projections.testing.Stories.judged;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.query.QueryHouse;
import io.affidavit.schemas.access.AccessDenied;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HistoryTest {

    private static final CallId WHOLE = call(1);
    private static final CallId OPEN = call(2);
    private static final CallId TAIL = call(3);

    private static QueryHouse house;
    private static Map<String, Object> head;

    /// Positions: 0 house, 1–3 and 6–7 whole call, 4–5 open call, 8 another tenant's, 9–11 last.
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
                withBody(admitted(WHOLE)),
                judged(WHOLE, Direction.PROMPT, Verdict.ALLOW),
                chosen(WHOLE, 1, 1),
                admitted(OPEN),
                judged(OPEN, Direction.PROMPT, Verdict.ALLOW),
                judged(WHOLE, Direction.COMPLETION, Verdict.ALLOW),
                completed(WHOLE, CallOutcome.COMPLETED, 10),
                admitted(call(4), 2, "fast", Stories.AT),
                admitted(TAIL),
                chosen(TAIL, 1, 1),
                completed(TAIL, CallOutcome.COMPLETED, 10));
        house.superuser().execute("create table backup as select * from evidence.record");
        house.superuser().execute("create table part_backup as select * from evidence.part");
        house.superuser().execute("alter table evidence.record disable trigger user");
        head = house.superuser().queryForMap("select * from evidence.head");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @AfterEach
    void restore() {
        for (String sql :
                List.of(
                        "delete from evidence.record",
                        "insert into evidence.record select * from backup",
                        "delete from evidence.part",
                        "insert into evidence.part select * from part_backup")) {
            house.superuser().execute(sql);
        }
        house.superuser()
                .update(
                        "update evidence.head set size = ?, prev = ?, frontier = ?",
                        head.get("size"),
                        head.get("prev"),
                        head.get("frontier"));
    }

    @Test
    void tellsEverythingThatWasDecidedInOrder() {
        JsonNode body = house.get("/audit/calls/" + WHOLE).body();

        assertThat(body.path("callId").asString()).isEqualTo(WHOLE.toString());
        assertThat(body.path("chain")).hasToString("{\"verified\":true,\"checked\":5}");
        assertThat(body.path("events").valueStream().map(event -> event.path("type").asString()))
                .containsExactly(
                        "call.admitted",
                        "guardrail.judged",
                        "route.chosen",
                        "guardrail.judged",
                        "call.completed");
        JsonNode first = body.path("events").path(0);
        assertThat(first.path("position").isNumber()).isTrue();
        assertThat(first.path("position").asLong()).isEqualTo(1);
        assertThat(first.path("revision").asInt()).isEqualTo(4);
        assertThat(first.path("at").asString()).isEqualTo("2026-11-25T14:00:00.125456Z");
        assertThat(first.path("leaf").asString()).matches("[0-9a-f]{64}");
        assertThat(first.path("prev").asString()).matches("[0-9a-f]{64}");
        assertThat(first.path("data").path("key_id").asString()).isEqualTo(Stories.key(1).value());
        assertThat(first.path("data").path("request_bytes").asString()).isEqualTo("1024");
        assertThat(first.path("parts").path(0).path("name").asString()).isEqualTo("request");
        assertThat(first.path("parts").path(0).toString()).doesNotContain("secret prompt");
    }

    @Test
    void verifiesACallThatIsStillOpen() {
        assertThat(chain(OPEN)).hasToString("{\"verified\":true,\"checked\":2}");
    }

    @Test
    void verifiesTheLastCallOfTheLog() {
        assertThat(chain(TAIL)).hasToString("{\"verified\":true,\"checked\":3}");
    }

    @Test
    void knowsNoOtherCall() {
        assertThat(house.get("/audit/calls/" + call(99)).status()).isEqualTo(404);
        assertThat(house.get("/audit/calls/last").status()).isEqualTo(404);
    }

    @Test
    void noticesAnyChangedByteOfARecord() {
        long seed = 20_261_125;
        Random random = new Random(seed);
        for (long position : List.of(1L, 2L, 3L, 6L, 7L)) {
            for (int i = 0; i < 5; i++) {
                byte[] rec = rec(position);
                int at = random.nextInt(rec.length);
                byte was = rec[at];
                rec[at] ^= (byte) (1 << random.nextInt(8));
                update(position, rec);
                assertThat(chain(WHOLE).path("firstBad").asLong(-1))
                        .as("seed %d, byte %d of record %d", seed, at, position)
                        .isEqualTo(position);
                rec[at] = was;
                update(position, rec);
            }
        }
        assertThat(chain(WHOLE).path("verified").asBoolean()).isTrue();
    }

    @Test
    void noticesARecordThatWasChangedTogetherWithItsLeaf() {
        byte[] rec = replaced(3, "model-1", "model-9");
        house.superuser()
                .update(
                        "update evidence.record set rec = ?, leaf = ? where pos = 3",
                        rec,
                        io.affidavit.schemas.evidence.Leaf.leaf(rec));
        assertBroken(WHOLE, 4); // whose prev names the leaf that was
    }

    @Test
    void noticesAMissingRecordInTheMiddle() {
        house.superuser().update("delete from evidence.record where pos = 3");
        assertBroken(WHOLE, 3);
    }

    @Test
    void noticesAMissingEnd() {
        house.superuser().update("delete from evidence.record where pos = 11");
        assertBroken(TAIL, 11);
    }

    @Test
    void noticesAMissingEndAlthoughTheHeadWasTurnedBack() {
        house.superuser().update("delete from evidence.record where pos = 11");
        house.superuser()
                .update(
                        "update evidence.head set size = 11,"
                                + " prev = (select leaf from evidence.record where pos = 10)");
        assertThat(chain(TAIL).path("verified").asBoolean(true)).isFalse();
    }

    @Test
    void noticesThatAWholeCallIsGone() {
        house.superuser().update("delete from evidence.record where pos in (9, 10, 11)");
        assertBroken(TAIL, 9);
    }

    @Test
    void noticesTwoSwappedRecords() {
        byte[] one = rec(6);
        byte[] other = rec(7);
        update(6, other);
        update(7, one);
        assertBroken(WHOLE, 6);
    }

    @Test
    void noticesAChangedNeighbour() {
        update(5, replaced(5, "allow", "block"));
        assertBroken(WHOLE, 6);
    }

    @Test
    void noticesChangedColumns() {
        for (String change :
                List.of(
                        "type = 'call.failed'",
                        "org = 'org-2'",
                        "agg_seq = agg_seq + 100",
                        "leaf = decode(repeat('00', 32), 'hex')")) {
            house.superuser().update("update evidence.record set " + change + " where pos = 7");
            assertThat(chain(WHOLE).path("firstBad").asLong(-1)).as(change).isEqualTo(7);
            restore();
        }
    }

    @Test
    void noticesAChangedOrMissingCiphertext() {
        house.superuser().update("update evidence.part set blob = blob || '\\x00' where pos = 1");
        assertBroken(WHOLE, 1);
        house.superuser().update("delete from evidence.part where pos = 1");
        assertBroken(WHOLE, 1);
    }

    private static CallAdmitted withBody(CallAdmitted event) {
        return event.withParts(
                List.of(
                        Part.Content.text(
                                "request", RetentionClass.AIACT_6M, "{\"secret prompt\":1}")));
    }

    private static void assertBroken(CallId call, long position) {
        assertThat(chain(call).path("verified").asBoolean(true)).isFalse();
        assertThat(chain(call).path("firstBad").asLong(-1)).isEqualTo(position);
    }

    private static JsonNode chain(CallId call) {
        QueryHouse.Answer answer = house.get("/audit/calls/" + call);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().path("chain");
    }

    private static byte[] replaced(long position, String was, String is) {
        return new String(rec(position), StandardCharsets.UTF_8)
                .replace(was, is)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] rec(long position) {
        return house.superuser()
                .queryForObject(
                        "select rec from evidence.record where pos = ?", byte[].class, position);
    }

    private static void update(long position, byte[] rec) {
        house.superuser().update("update evidence.record set rec = ? where pos = ?", rec, position);
    }
}
