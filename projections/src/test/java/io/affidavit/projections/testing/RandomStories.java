package io.affidavit.projections.testing;

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
import static io.affidavit.projections.testing.Stories.unpriced;

import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.value.CallId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/// Calls to which anything happens that can happen to a call.
public final class RandomStories {

    private static final List<Verdict> VERDICTS = List.of(Verdict.values());

    private RandomStories() {}

    /// The stories of many calls, each in its own order, mixed like the log mixes them.
    public static List<CallEvent> log(Random random, int calls) {
        List<Deque<CallEvent>> stories = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            stories.add(new ArrayDeque<>(story(i, random)));
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

    private static List<CallEvent> story(int number, Random random) {
        Instant at = AT.plusSeconds(random.nextInt(200_000));
        CallId call = call(number, at);
        if (random.nextInt(8) == 0) {
            return List.of(refused(call));
        }
        List<CallEvent> story = new ArrayList<>();
        story.add(admitted(call, random.nextInt(3), "alias-" + random.nextInt(2), at));
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
        return switch (random.nextInt(7)) {
            case 0 -> List.of();
            case 1 -> List.of(failed(call));
            case 2 -> List.of(abandoned(call));
            case 3 -> List.of(abandoned(call), late(call, random.nextInt(1_000)));
            case 4 -> List.of(completed(call, CallOutcome.CLIENT_CLOSED, random.nextInt(1_000)));
            case 5 -> List.of(unpriced(call, random.nextInt(2)));
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
