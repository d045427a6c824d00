package io.affidavit.projections.call;

import static io.affidavit.projections.testing.Stories.AT;
import static io.affidavit.projections.testing.Stories.NODE;
import static io.affidavit.projections.testing.Stories.abandoned;
import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.attemptFailed;
import static io.affidavit.projections.testing.Stories.call;
import static io.affidavit.projections.testing.Stories.chosen;
import static io.affidavit.projections.testing.Stories.completed;
import static io.affidavit.projections.testing.Stories.deployment;
import static io.affidavit.projections.testing.Stories.failed;
import static io.affidavit.projections.testing.Stories.judged;
import static io.affidavit.projections.testing.Stories.key;
import static io.affidavit.projections.testing.Stories.late;
import static io.affidavit.projections.testing.Stories.refused;
import static io.affidavit.projections.testing.Stories.unpriced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.projections.testing.ReadDatabase;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.value.CallId;
import java.sql.Timestamp;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallProjectionTest {

    private static final CallId CALL = call(1);

    private static ReadDatabase database;
    private CallRows rows;

    @BeforeAll
    static void open() {
        database = new ReadDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.forget();
        rows = new CallRows(database);
    }

    @Test
    void writesOneRowForACallThatBeginsAndEndsInOneBatch() {
        rows.commit(
                admitted(CALL),
                judged(CALL, Direction.PROMPT, Verdict.FLAG),
                chosen(CALL, 1, 1),
                judged(CALL, Direction.COMPLETION, Verdict.ALLOW),
                completed(CALL, CallOutcome.COMPLETED, 10));

        assertThat(rows.only())
                .containsEntry("call_id", CALL.value())
                .containsEntry("position", 0L)
                .containsEntry("at", Timestamp.from(AT))
                .containsEntry("org", "org-1")
                .containsEntry("team", "platform")
                .containsEntry("project", null)
                .containsEntry("key_id", key(1).value())
                .containsEntry("alias", "fast")
                .containsEntry("surface", "chat_completions")
                .containsEntry("node", NODE.value())
                .containsEntry("stream", true)
                .containsEntry("outcome", "completed")
                .containsEntry("failure", null)
                .containsEntry("attempts", 1)
                .containsEntry("deployment", deployment(1).value())
                .containsEntry("provider", "prov-1")
                .containsEntry("model", "model-1")
                .containsEntry("prompt_verdict", "flag")
                .containsEntry("completion_verdict", "allow")
                .containsEntry("ended_at", Timestamp.from(AT.plusSeconds(1)))
                .containsEntry("input", 10L)
                .containsEntry("cached_input", 11L)
                .containsEntry("cache_write", 12L)
                .containsEntry("output", 13L)
                .containsEntry("reasoning", 14L)
                .containsEntry("cost_nano_usd", 10_000L)
                .containsEntry("total_micros", 12_000L);
        assertThat(rows.open()).isZero();
        assertThat(rows.spend()).singleElement().satisfies(CallProjectionTest::isOneRequest);
    }

    @Test
    void keepsACallOpenUntilALaterBatchEndsIt() {
        rows.commit(admitted(CALL), judged(CALL, Direction.PROMPT, Verdict.ALLOW));
        assertThat(rows.only()).containsEntry("outcome", "open").containsEntry("ended_at", null);
        assertThat(rows.open()).isOne();
        assertThat(rows.spend()).isEmpty();

        rows.commit(chosen(CALL, 1, 1));
        assertThat(rows.only()).containsEntry("outcome", "open").containsEntry("attempts", 1);

        rows.commit(completed(CALL, CallOutcome.CLIENT_CLOSED, 10));
        assertThat(rows.only())
                .containsEntry("outcome", "client_closed")
                .containsEntry("provider", "prov-1")
                .containsEntry("prompt_verdict", "allow")
                .containsEntry("input", 10L);
        assertThat(rows.open()).isZero();
        assertThat(rows.spend()).singleElement().satisfies(CallProjectionTest::isOneRequest);
    }

    @Test
    void namesTheLastDeploymentAfterAFallback() {
        rows.commit(admitted(CALL), chosen(CALL, 1, 2));
        rows.commit(attemptFailed(CALL, 1, 2), chosen(CALL, 2, 1));
        rows.commit(completed(CALL, CallOutcome.COMPLETED, 10));

        assertThat(rows.only())
                .containsEntry("attempts", 2)
                .containsEntry("deployment", deployment(1).value())
                .containsEntry("model", "model-1");
        assertThat(rows.spend()).singleElement().satisfies(CallProjectionTest::isOneRequest);
    }

    @Test
    void countsAFailedCallAsARequestThatUsedNothing() {
        rows.commit(admitted(CALL), chosen(CALL, 1, 1));
        rows.commit(failed(CALL));

        assertThat(rows.only())
                .containsEntry("outcome", "failed")
                .containsEntry("failure", "upstream_timeout")
                .containsEntry("cost_nano_usd", null);
        assertThat(rows.spend())
                .singleElement()
                .satisfies(line ->
                        assertThat(line)
                                .containsEntry("requests", 1L)
                                .containsEntry("unpriced", 0L)
                                .containsEntry("input", 0L)
                                .containsEntry("cost_nano_usd", 0L));
    }

    @Test
    void showsARefusalButCountsNoRequest() {
        rows.commit(refused(CALL));

        assertThat(rows.only())
                .containsEntry("outcome", "refused")
                .containsEntry("failure", "model_not_found")
                .containsEntry("ended_at", Timestamp.from(AT))
                .containsEntry("attempts", 0);
        assertThat(rows.open()).isZero();
        assertThat(rows.spend()).isEmpty();
    }

    @Test
    void addsALateConclusionWithoutASecondRequest() {
        rows.commit(admitted(CALL), chosen(CALL, 1, 1));
        rows.commit(abandoned(CALL));
        assertThat(rows.only()).containsEntry("outcome", "abandoned");
        assertThat(rows.spend())
                .singleElement()
                .satisfies(line ->
                        assertThat(line)
                                .containsEntry("requests", 1L)
                                .containsEntry("unpriced", 1L));

        rows.commit(late(CALL, 10));
        assertThat(rows.only()).containsEntry("outcome", "completed").containsEntry("input", 10L);
        assertThat(rows.spend()).singleElement().satisfies(CallProjectionTest::isOneRequest);
    }

    @Test
    void neverHidesACallWithoutAPriceInASum() {
        rows.commit(
                admitted(call(1)),
                chosen(call(1), 1, 1),
                unpriced(call(1), 10),
                admitted(call(2)),
                chosen(call(2), 1, 1),
                completed(call(2), CallOutcome.COMPLETED, 10));

        assertThat(rows.spend())
                .singleElement()
                .satisfies(line ->
                        assertThat(line)
                                .containsEntry("requests", 2L)
                                .containsEntry("unpriced", 1L)
                                .containsEntry("cost_nano_usd", 10_000L));
    }

    @Test
    void sumsManyCallsOfOneLineInOneBatch() {
        rows.commit(
                admitted(call(1)),
                chosen(call(1), 1, 1),
                admitted(call(2)),
                chosen(call(2), 1, 1),
                completed(call(1), CallOutcome.COMPLETED, 10),
                completed(call(2), CallOutcome.COMPLETED, 20));

        assertThat(rows.spend())
                .singleElement()
                .satisfies(line ->
                        assertThat(line)
                                .containsEntry("requests", 2L)
                                .containsEntry("input", 30L)
                                .containsEntry("cost_nano_usd", 30_000L));
    }

    @Test
    void stopsAtACallThatNoRecordBegan() {
        assertThatThrownBy(() -> rows.commit(completed(CALL, CallOutcome.COMPLETED, 10)))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("call " + CALL + ": no record begins it");
        assertThat(database.dump().values()).allMatch(List::isEmpty);
    }

    private static void isOneRequest(Map<String, Object> line) {
        assertThat(line)
                .containsEntry("key_id", key(1).value())
                .containsEntry("hour", Timestamp.from(AT.truncatedTo(ChronoUnit.HOURS)))
                .containsEntry("deployment", deployment(1).value())
                .containsEntry("team", "platform")
                .containsEntry("project", "")
                .containsEntry("alias", "fast")
                .containsEntry("provider", "prov-1")
                .containsEntry("model", "model-1")
                .containsEntry("org", "org-1")
                .containsEntry("requests", 1L)
                .containsEntry("unpriced", 0L)
                .containsEntry("input", 10L)
                .containsEntry("cached_input", 11L)
                .containsEntry("cache_write", 12L)
                .containsEntry("output", 13L)
                .containsEntry("reasoning", 14L)
                .containsEntry("cost_nano_usd", 10_000L);
    }
}
