package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a node knows of its turn at the head.
class HeadTurnTest {

    private static final int BUSY = 100; // appends of a batch, more than a turn needs to go on

    private final HeadTurn turn = new HeadTurn((short) 0);

    @Test
    void isNotWaitedForWhileNobodyElseAppends() {
        turn.looked(false);

        assertThat(turn.isMine()).isTrue();
        assertThat(turn.take()).isEmpty();
        assertThat(turn.pass(BUSY)).isEmpty();
    }

    @Test
    void isKeptForSomeBatchesAndPassedWithTheLast() {
        begin();

        List<Boolean> passed = new ArrayList<>();
        while (turn.isHeld()) {
            boolean passing = !turn.pass(BUSY).isEmpty();
            turn.wrote(passing);
            passed.add(passing);
        }

        assertThat(passed).hasSizeBetween(1, HeadTurn.MAX_BATCHES).endsWith(true);
        assertThat(passed.subList(0, passed.size() - 1)).doesNotContain(true);
        assertThat(turn.isMine()).isFalse();
    }

    @Test
    void isPassedAtOnceByANodeWithLittleToWrite() {
        begin();

        assertThat(turn.pass(1)).isNotEmpty();
    }

    @Test
    void isPassedAtOnceWhenTheOthersHaveFallenSilent() {
        begin();
        turn.looked(false);

        assertThat(turn.pass(BUSY)).isNotEmpty();
        turn.wrote(true);
        assertThat(turn.isMine()).isTrue();
    }

    @Test
    void isNoLongerWaitedForAfterSomebodyKeptIt() {
        turn.looked(true);

        turn.givenUp();

        assertThat(turn.take()).isEmpty();
    }

    private void begin() {
        turn.looked(true);
        assertThat(turn.take()).isNotEmpty();
        turn.taken();
        turn.looked(true);
    }
}
