package io.affidavit.replay.fsck;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.verify.Failure;
import io.affidavit.replay.verify.Failures;
import io.affidavit.schemas.evidence.Frontier;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.LostTail;
import io.affidavit.schemas.value.Digest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A log that has ended is exactly what the last one says of it.
class EndedLogsTest {

    private static final LostTail LEFT = left(0, 3);

    private final List<Failure> failures = new ArrayList<>();

    @Test
    void takesLogsAsTheyWereLeft() {
        assertThat(code(List.of(head(0, 3), head(1, 9)), LEFT)).isZero();
        assertThat(code(List.of(head(0, 3), head(2, 9)), LEFT, left(1, 0))).isZero();
        assertThat(code(List.of(head(0, 9)))).isZero();
    }

    @Test
    void missesWhatWasLeft() {
        assertThat(code(List.of(head(0, 2), head(1, 9)), LEFT)).isEqualTo(33);
        assertThat(failures.getFirst().found()).isEqualTo("2 records");
        assertThat(code(List.of(head(1, 9)), LEFT)).isEqualTo(33);
        assertThat(failures.getLast().found()).isEqualTo("absent");
    }

    @Test
    void refusesWhatWasAddedOrChanged() {
        assertThat(code(List.of(head(0, 4), head(1, 9)), LEFT)).isEqualTo(30);
        LostTail other =
                new LostTail(0, LEFT.origin(), 5, Digest.ZERO, LEFT.keptSize(), Digest.ZERO);
        assertThat(code(List.of(head(0, 3), head(1, 9)), other)).isEqualTo(30);
    }

    @Test
    void refusesALogThatNobodyNames() {
        assertThat(code(List.of(head(0, 3), head(1, 9)))).isEqualTo(32);
        assertThat(code(List.of(head(0, 3), head(1, 2), head(2, 9)), LEFT, left(1, 0)))
                .isEqualTo(30);
    }

    private int code(List<Head> heads, LostTail... lost) {
        Failures verdict = new Failures(failures::add);
        new EndedLogs(verdict)
                .check(
                        heads,
                        new LogOpened("next", "a", "b", "c", "before", List.of(lost), List.of()));
        return verdict.exitCode();
    }

    private static LostTail left(int log, long size) {
        return new LostTail(
                log, "before", 5, Digest.ZERO, size, Digest.of(frontier(log, size).root()));
    }

    private static Head head(int log, long size) {
        return new Head(log, "before", size, new byte[32], "", frontier(log, size).toBytes());
    }

    private static Frontier frontier(int log, long size) {
        Frontier frontier = new Frontier();
        for (long position = 0; position < size; position++) {
            frontier.append(Leaf.leaf(new byte[] {(byte) log, (byte) position}));
        }
        return frontier;
    }
}
