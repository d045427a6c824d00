package io.affidavit.projections.call;

import static io.affidavit.projections.testing.Stories.AT;
import static io.affidavit.projections.testing.Stories.abandoned;
import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.attemptFailed;
import static io.affidavit.projections.testing.Stories.call;
import static io.affidavit.projections.testing.Stories.chosen;
import static io.affidavit.projections.testing.Stories.completed;
import static io.affidavit.projections.testing.Stories.failed;
import static io.affidavit.projections.testing.Stories.judged;
import static io.affidavit.projections.testing.Stories.late;
import static io.affidavit.projections.testing.Stories.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.ReadDatabase;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.value.CallId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// Whatever the batches, the rows are the same.
class CallProjectionPropertyTest {

    private static final int CALLS = 60;
    private static final List<Verdict> VERDICTS = List.of(Verdict.values());

    @RepeatedTest(4)
    void rowsDoNotDependOnWhereBatchesEnd(RepetitionInfo repetition) {
        long seed = 20_261_125L + repetition.getCurrentRepetition();
        List<CallEvent> log = log(new Random(seed));

        Map<String, List<Map<String, Object>>> oneByOne = rows(log, 1, new Random(seed));
        Map<String, List<Map<String, Object>>> atOnce = rows(log, log.size(), new Random(seed));
        Map<String, List<Map<String, Object>>> anyhow = rows(log, 40, new Random(seed));

        assertThat(atOnce).as("seed %d, one batch", seed).isEqualTo(oneByOne);
        assertThat(anyhow).as("seed %d, random batches", seed).isEqualTo(oneByOne);
    }

    private static Map<String, List<Map<String, Object>>> rows(
            List<CallEvent> log, int batchMax, Random random) {
        try (ReadDatabase database = new ReadDatabase()) {
            CallRows rows = new CallRows(database);
            int from = 0;
            while (from < log.size()) {
                int size = batchMax == log.size() ? batchMax : 1 + random.nextInt(batchMax);
                int to = Math.min(log.size(), from + size);
                rows.commit(log.subList(from, to));
                from = to;
            }
            Map<String, List<Map<String, Object>>> dump = database.dump();
            assertThat(dump.get("call")).hasSize(CALLS);
            return dump;
        }
    }

    /// The stories of many calls, each in its own order, mixed like the log mixes them.
    private static List<CallEvent> log(Random random) {
        List<Deque<CallEvent>> stories = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            stories.add(new ArrayDeque<>(story(call(i), random)));
        }
        List<CallEvent> log = new ArrayList<>();
        while (!stories.isEmpty()) {
            int next = random.nextInt(stories.size());
            log.add(stories.get(next).removeFirst());
            if (stories.get(next).isEmpty()) {
                stories.remove(next);
            }
        }
        return log;
    }

    private static List<CallEvent> story(CallId call, Random random) {
        if (random.nextInt(8) == 0) {
            return List.of(refused(call));
        }
        List<CallEvent> story = new ArrayList<>();
        story.add(
                admitted(
                        call,
                        random.nextInt(3),
                        "alias-" + random.nextInt(2),
                        AT.plusSeconds(random.nextInt(200_000))));
        story.add(judged(call, Direction.PROMPT, verdict(random)));
        int attempts = 1 + random.nextInt(3);
        for (int attempt = 1; attempt <= attempts; attempt++) {
            story.add(chosen(call, attempt, random.nextInt(3)));
            if (attempt < attempts) {
                story.add(attemptFailed(call, attempt, 0));
            }
        }
        story.addAll(end(call, random));
        return story;
    }

    private static List<CallEvent> end(CallId call, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> List.of();
            case 1 -> List.of(failed(call));
            case 2 -> List.of(abandoned(call));
            case 3 -> List.of(abandoned(call), late(call, random.nextInt(1_000)));
            case 4 -> List.of(completed(call, CallOutcome.CLIENT_CLOSED, random.nextInt(1_000)));
            default ->
                    List.of(
                            judged(call, Direction.COMPLETION, verdict(random)),
                            completed(call, CallOutcome.COMPLETED, random.nextInt(1_000)));
        };
    }

    private static Verdict verdict(Random random) {
        return VERDICTS.get(random.nextInt(VERDICTS.size()));
    }
}
