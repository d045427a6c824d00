package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A flood of calls at a limit that is full, from outside; in its midst the gateway is killed.
class LimitFloodIT {

    private static final String ASK =
            "{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final int CALLS = 2_000;
    private static final int CALLERS = 100;
    private static final int ROOM = 5;
    private static final int OK = 200;
    private static final int REFUSED = 429;
    private static final int UNAVAILABLE = 503;
    private static final String REFUSALS = "affidavit_refusals_total";

    /// What is on record of refusals.
    ///
    /// @param records how many records tell of them
    /// @param calls how many calls they tell of
    private record Recorded(long records, long calls) {

        static Recorded in(Gateway gateway) throws SQLException {
            try (Connection connection = HouseDatabase.of(gateway).superuser();
                    Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery(
                                    """
                                    select count(*), sum(coalesce((convert_from(rec, 'UTF8')::jsonb
                                        -> 'data' ->> 'count')::bigint, 1))
                                    from evidence.record
                                    where type in ('call.refused', 'refusals.coalesced')
                                    """)) {
                row.next();
                return new Recorded(row.getLong(1), row.getLong(2));
            }
        }
    }

    @Test
    void isOnRecordExactly(@TempDir Path temporary) throws Exception {
        Path data = temporary.resolve("data");
        String key;
        String limit;
        long told;
        long doubtful;
        try (OpenAiDouble provider = new OpenAiDouble();
                Gateway gateway = Gateway.start(data, OperatorSteps.LOCAL_PROVIDERS)) {
            Http admin = new Http(gateway.controlUrl(), gateway.operatorToken());
            key = new OperatorSteps(gateway).provideFast(provider.baseUrl());
            limit = limit(admin);
            Http application = new Http(gateway.dataUrl(), key);

            List<HttpResponse<String>> answers = flood(application, null);

            assertThat(answers).hasSize(CALLS).allMatch(LimitFloodIT::tellsTheRate);
            assertThat(provider.seen()).hasSizeBetween(1, ROOM);
            told = statuses(answers, REFUSED);
            Recorded recorded = Recorded.in(gateway);
            assertThat(recorded.calls())
                    .isBetween(told, told + statuses(answers, UNAVAILABLE)) // exact but for doubt
                    .isLessThanOrEqualTo(CALLS - provider.seen().size());
            assertThat(recorded.records()).isLessThan(CALLS / 2);
            assertThat(Scrape.of(admin).sum(REFUSALS, "reason=\"insufficient_quota\""))
                    .isEqualTo((double) told);
            isTold(admin, key.split("-", -1)[2], recorded);

            doubtful = recorded.calls() - told;
            List<HttpResponse<String>> more = flood(application, gateway::kill);

            told += statuses(more, REFUSED);
            assertThat(statuses(more, OK)).isZero();
        }
        try (Gateway gateway = Gateway.start(data, OperatorSteps.LOCAL_PROVIDERS)) {
            assertThat(Recorded.in(gateway).calls()).isBetween(told, told + doubtful + CALLERS);
            Http admin = new Http(gateway.controlUrl(), gateway.operatorToken());
            assertThat(
                            admin.post(
                                            "/admin/limits/" + limit + "/raise",
                                            "{\"amount\":\"6\",\"until\":\"2099-01-01T00:00:00Z\"}")
                                    .statusCode())
                    .isEqualTo(OK);
            Http application = new Http(gateway.dataUrl(), key);
            assertThat(ask(application).statusCode()).isNotEqualTo(REFUSED);
            assertThat(ask(application).statusCode()).isEqualTo(REFUSED);
            Fsck fsck = Fsck.run(data, "--accounts");
            assertThat(fsck.status()).as(fsck.output()).isZero();
        }
    }

    private static String limit(Http admin) {
        HttpResponse<String> answer =
                admin.send(
                        "PUT",
                        "/admin/limits",
                        """
                        {"scope":{"kind":"team","id":"acme/platform"},"unit":"requests",
                         "window":"day","amount":"%d"}
                        """
                                .formatted(ROOM));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(OK);
        return Http.json(answer).path("id").asString();
    }

    private static boolean tellsTheRate(HttpResponse<String> answer) {
        if (answer.statusCode() == UNAVAILABLE) {
            return true; // on a machine that has no time nobody looked at its limits
        }
        String left = answer.headers().firstValue("x-ratelimit-remaining-requests").orElse("");
        return answer.headers().firstValue("x-ratelimit-limit-requests").orElse("").equals("5")
                && (answer.statusCode() == REFUSED ? left.equals("0") : left.matches("[0-4]"))
                && answer.headers()
                        .firstValue("x-ratelimit-reset-requests")
                        .orElse("")
                        .matches("([0-9]+h)?([0-9]+m)?[0-9.]+s")
                && answer.headers().firstValue("x-affidavit-call-id").isPresent();
    }

    private static void isTold(Http admin, String keyId, Recorded recorded) {
        List<JsonNode> counted =
                Http.json(
                                admin.get(
                                        "/audit/events?limit=500&type=refusals.coalesced&keyId="
                                                + keyId))
                        .path("data")
                        .valueStream()
                        .toList();
        assertThat(counted)
                .isNotEmpty()
                .allMatch(event -> event.path("data").path("limit").asString().startsWith("lim_"));
        long single =
                recorded.calls()
                        - counted.stream()
                                .mapToLong(event ->
                                        Long.parseLong(event.path("data").path("count").asString()))
                                .sum();
        assertThat(single).isEqualTo(recorded.records() - counted.size());
    }

    private static long statuses(List<HttpResponse<String>> answers, int status) {
        return answers.stream().filter(answer -> answer.statusCode() == status).count();
    }

    private static HttpResponse<String> ask(Http application) {
        return application.post("/v1/chat/completions", ASK);
    }

    /// @param halfway ends the gateway when half of the calls have been made; `null` for nothing
    private static List<HttpResponse<String>> flood(Http application, @Nullable Runnable halfway)
            throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Future<List<HttpResponse<String>>>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                callers.add(threads.submit(() -> calls(application, next, halfway)));
            }
        }
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (Future<List<HttpResponse<String>>> caller : callers) {
            answers.addAll(caller.get());
        }
        return answers;
    }

    private static List<HttpResponse<String>> calls(
            Http application, AtomicInteger next, @Nullable Runnable halfway) {
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (int call = next.getAndIncrement(); call < CALLS; call = next.getAndIncrement()) {
            if (halfway != null && call == CALLS / 2) {
                halfway.run();
            }
            try {
                answers.add(ask(application));
            } catch (IllegalStateException e) {
                if (halfway == null) {
                    throw e;
                }
                return answers;
            }
        }
        return answers;
    }
}
