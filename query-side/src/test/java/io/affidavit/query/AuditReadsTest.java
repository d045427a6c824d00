package io.affidavit.query;

import static io.affidavit.projections.testing.Stories.AT;
import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.call;
import static io.affidavit.projections.testing.Stories.chosen;
import static io.affidavit.projections.testing.Stories.completed;
import static io.affidavit.projections.testing.Stories.judged;
import static io.affidavit.projections.testing.Stories.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AuditReadsTest {

    private static QueryHouse house;

    @BeforeAll
    static void open() {
        house = new QueryHouse();
        house.append(
                new VirtualKeyIssued(
                        Stories.key(1),
                        new OrganizationId("org-1"),
                        null,
                        null,
                        "f".repeat(64),
                        KeyOrigin.ISSUED,
                        List.of("*"),
                        List.of("*"),
                        null,
                        null,
                        null,
                        Digest.ZERO,
                        List.of()),
                admitted(call(1)),
                judged(call(1), Direction.PROMPT, Verdict.FLAG),
                chosen(call(1), 1, 1),
                judged(call(1), Direction.COMPLETION, Verdict.ALLOW),
                completed(call(1), CallOutcome.COMPLETED, 10),
                admitted(call(2), 1, "slow", AT.plusSeconds(60)),
                admitted(call(3), 2, "fast", AT.plusSeconds(120)),
                chosen(call(3), 1, 2),
                completed(call(3), CallOutcome.CLIENT_CLOSED, 1),
                refused(call(4)));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void showsACallAtAGlance() {
        assertThat(house.get("/audit/calls?keyId=" + Stories.key(1) + "&alias=fast").body())
                .hasToString(
                        """
                        {"data":[{"callId":"%s","at":"2026-11-25T14:00:00.123456Z",\
                        "orgId":"org-1","teamId":"platform","projectId":null,\
                        "keyId":"key000000001","alias":"fast","surface":"chat_completions",\
                        "stream":true,"deployment":"dep_0000000000000001","provider":"prov-1",\
                        "model":"model-1","outcome":"completed","failure":null,"attempts":1,\
                        "verdict":"flag","inputTokens":33,"outputTokens":27,"totalTokens":60,\
                        "costNanoUsd":10000,"endedAt":"2026-11-25T14:00:01.123456Z",\
                        "totalMicros":12000,"node":"node56789abcdefG","position":1}],\
                        "nextCursor":null}\
                        """
                                .formatted(call(1)));
    }

    @Test
    void listsCallsNewestFirst() {
        assertThat(calls("")).containsExactly(call(4), call(3), call(2), call(1));
        JsonNode page = house.get("/audit/calls?limit=3").body();
        String cursor = page.path("nextCursor").asString();
        assertThat(calls("cursor=" + cursor)).containsExactly(call(1));
    }

    @Test
    void filtersCalls() {
        assertThat(calls("orgId=org-2")).containsExactly(call(3));
        assertThat(calls("outcome=open")).containsExactly(call(2));
        assertThat(calls("outcome=refused")).containsExactly(call(4));
        assertThat(calls("outcome=client_closed")).containsExactly(call(3));
        assertThat(calls("from=2026-11-25T14:00:30Z")).containsExactly(call(3), call(2));
        assertThat(calls("from=2026-11-25&to=2026-11-25T15:01:30%2B01:00"))
                .containsExactly(call(4), call(2), call(1));
        assertThat(calls("to=2026-11-25")).isEmpty();
    }

    @Test
    void sumsUpAKey() {
        assertThat(house.get("/admin/keys/" + Stories.key(1) + "/usage").body())
                .hasToString(
                        """
                        {"requests":2,"inputTokens":33,"outputTokens":27,"totalTokens":60,\
                        "costNanoUsd":10000,"costUsd":"0.00001","unpricedRequests":0}\
                        """);
        assertThat(
                        house.get(
                                        "/admin/keys/"
                                                + Stories.key(1)
                                                + "/usage?from=2026-11-25T14:00:30Z")
                                .body()
                                .path("requests")
                                .asLong())
                .isEqualTo(1);
    }

    @Test
    void sumsUpByAnyDimension() {
        assertThat(house.get("/audit/spend?groupBy=orgId,provider,model,day").body())
                .hasToString(
                        """
                        {"rows":[{"orgId":"org-1","provider":null,"model":null,\
                        "day":"2026-11-25","requests":1,"unpricedRequests":0,"inputTokens":0,"cachedInputTokens":0,\
                        "cacheWriteTokens":0,"outputTokens":0,"reasoningTokens":0,\
                        "costNanoUsd":0,"costUsd":"0"},\
                        {"orgId":"org-1","provider":"prov-1","model":"model-1",\
                        "day":"2026-11-25","requests":1,"unpricedRequests":0,"inputTokens":33,"cachedInputTokens":11,\
                        "cacheWriteTokens":12,"outputTokens":27,"reasoningTokens":14,\
                        "costNanoUsd":10000,"costUsd":"0.00001"},\
                        {"orgId":"org-2","provider":"prov-2","model":"model-2",\
                        "day":"2026-11-25","requests":1,"unpricedRequests":0,"inputTokens":6,"cachedInputTokens":2,\
                        "cacheWriteTokens":3,"outputTokens":9,"reasoningTokens":5,\
                        "costNanoUsd":1000,"costUsd":"0.000001"}],"nextCursor":null}\
                        """);
        assertThat(requests("/audit/spend")).containsExactly(3L);
        assertThat(requests("/audit/spend?groupBy=keyId")).containsExactly(2L, 1L);
        assertThat(requests("/audit/spend?groupBy=alias")).containsExactly(2L, 1L);
    }

    @Test
    void sumsTheSameFromDaysAndFromMoments() {
        String days = "from=2026-11-25&to=2026-11-26";
        String moments = "from=2026-11-25T00:00:00.001Z&to=2026-11-26T00:00:00.001Z";
        String query = "/audit/spend?groupBy=keyId,alias,provider&";
        assertThat(house.get(query + days).body()).isEqualTo(house.get(query + moments).body());
        assertThat(requests("/audit/spend?from=2026-11-26")).containsExactly(0L);
    }

    @Test
    void refusesWhatItCannotGroupBy() {
        assertThat(house.get("/audit/spend?groupBy=endUser").status()).isEqualTo(400);
        assertThat(house.get("/audit/spend?groupBy=day,day").status()).isEqualTo(400);
    }

    private static List<Object> calls(String query) {
        return house.get("/audit/calls?" + query)
                .body()
                .path("data")
                .valueStream()
                .<Object>map(row ->
                        io.affidavit.schemas.value.CallId.parse(row.path("callId").asString()))
                .toList();
    }

    private static List<Long> requests(String path) {
        return house.get(path)
                .body()
                .path("rows")
                .valueStream()
                .map(row -> row.path("requests").asLong())
                .toList();
    }
}
