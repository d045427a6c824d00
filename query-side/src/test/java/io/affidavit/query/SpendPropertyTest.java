package io.affidavit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.RandomStories;
import io.affidavit.projections.testing.Stories;
import io.affidavit.query.SpendFold.Question;
import io.affidavit.schemas.call.CallEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import tools.jackson.databind.JsonNode;

/// Whatever is asked for, sums equal the fold of the records.
class SpendPropertyTest {

    private static final long SEED = 20_261_127;
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York");

    private static final List<CallEvent> LOG = RandomStories.log(new Random(SEED), 150);
    private static QueryHouse house;

    @BeforeAll
    static void open() {
        house = new QueryHouse();
        house.append(LOG.toArray(CallEvent[]::new));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @RepeatedTest(40)
    void sumsEqualTheFoldOfTheRecords(RepetitionInfo repetition) {
        long seed = SEED + repetition.getCurrentRepetition();
        Question question = question(new Random(seed));
        List<String> expected = new SpendFold(LOG).rows(question);

        assertThat(pages(question, 1_000)).as("seed %d", seed).isEqualTo(expected);
        assertThat(pages(question, 3)).as("seed %d, pages", seed).isEqualTo(expected);
        assertThat(table(question)).as("seed %d, table", seed).isEqualTo(expected);
    }

    private static Question question(Random random) {
        List<String> groupBy = new ArrayList<>(SpendFold.DIMENSIONS);
        Collections.shuffle(groupBy, random);
        Instant from = null;
        Instant to = null;
        if (random.nextBoolean()) {
            from = moment(random);
        }
        if (random.nextBoolean()) {
            to = moment(random);
        }
        return new Question(
                List.copyOf(groupBy.subList(0, random.nextInt(4))),
                random.nextInt(3) == 0 ? "org-" + random.nextInt(3) : null,
                random.nextInt(3) == 0 ? "prov-" + random.nextInt(3) : null,
                from,
                to,
                ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))));
    }

    private static Instant moment(Random random) {
        Instant any = Stories.AT.plusSeconds(random.nextInt(200_000));
        return random.nextBoolean()
                ? any
                : Instant.ofEpochSecond(any.getEpochSecond() / 3600 * 3600);
    }

    private static List<String> pages(Question question, int limit) {
        List<String> rows = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    house.get("/audit/spend?" + question.query() + "&limit=" + limit + cursor)
                            .body();
            page.path("rows").forEach(row -> rows.add(line(row)));
            cursor =
                    page.path("nextCursor").isNull()
                            ? ""
                            : "&cursor=" + page.path("nextCursor").asString();
        } while (!cursor.isEmpty());
        return rows;
    }

    private static String line(JsonNode row) {
        List<String> values = new ArrayList<>();
        row.forEach(value -> values.add(value.isNull() ? "" : value.asString()));
        return String.join(",", values);
    }

    private static List<String> table(Question question) {
        String table = house.table("/audit/spend?" + question.query()).body();
        List<String> lines = Arrays.asList(table.split("\r\n", -1));
        assertThat(lines.getFirst())
                .isEqualTo(
                        String.join(",", question.groupBy())
                                + (question.groupBy().isEmpty() ? "" : ",")
                                + "requests,unpricedRequests,inputTokens,cachedInputTokens,"
                                + "cacheWriteTokens,outputTokens,reasoningTokens,costNanoUsd,costUsd");
        assertThat(lines.getLast()).isEmpty();
        return lines.subList(1, lines.size() - 1);
    }
}
