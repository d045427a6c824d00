package io.affidavit.replay.fsck;

import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.schemas.evidence.Frontier;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.LostTail;
import io.affidavit.schemas.value.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Holds the logs that have ended against what the last one says of them: each must be exactly as
/// it was left.
final class EndedLogs {

    private final Failures failures;

    EndedLogs(Failures failures) {
        this.failures = failures;
    }

    /// @param heads of all logs, in their order
    /// @param opened what the last one says; null when that cannot be read
    void check(List<Head> heads, @Nullable LogOpened opened) {
        if (heads.isEmpty() || opened == null) {
            return;
        }
        Map<Integer, Head> ended = new HashMap<>();
        heads.subList(0, heads.size() - 1).forEach(head -> ended.put(head.log(), head));
        for (LostTail left : opened.lost()) {
            Head head = ended.remove(left.log());
            if (head != null || left.keptSize() > 0) {
                compare(left, head);
            }
        }
        ended.values()
                .forEach(head ->
                        failures.add(
                                Check.CHAIN,
                                "log " + head.log(),
                                head.size() + " records",
                                "a log that the last one names"));
    }

    private void compare(LostTail left, @Nullable Head head) {
        String expected = text(left.keptSize(), left.keptRoot()) + ", as the last log says";
        if (head == null || head.size() < left.keptSize()) {
            failures.add(
                    Check.INCOMPLETE,
                    "log " + left.log(),
                    head == null ? "absent" : head.size() + " records",
                    expected);
        } else if (head.size() > left.keptSize() || !root(head).equals(left.keptRoot())) {
            failures.add(
                    Check.INCLUSION, "log " + left.log(), text(head.size(), root(head)), expected);
        }
    }

    /// The root that the head commits to; whether it is that of the records is checked before.
    private static Digest root(Head head) {
        try {
            return Digest.of(Frontier.fromBytes(head.size(), head.frontier()).root());
        } catch (IllegalArgumentException e) {
            return Digest.ZERO;
        }
    }

    private static String text(long size, Digest root) {
        return size + " records root " + root;
    }
}
