package io.affidavit.command.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.RateLeft;
import io.affidavit.schemas.value.FailureCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class FullLimitsTest {

    private static final Instant START = Instant.parse("2026-11-26T00:00:00Z");
    private static final long AMOUNT = 10;

    private Duration passed = Duration.ZERO;
    private final FullLimits full =
            new FullLimits(
                    new Clock() {
                        @Override
                        public Instant instant() {
                            return START.plus(passed);
                        }

                        @Override
                        public ZoneOffset getZone() {
                            return ZoneOffset.UTC;
                        }

                        @Override
                        public Clock withZone(java.time.ZoneId zone) {
                            return this;
                        }
                    },
                    () -> passed.toNanos());

    private static LimitAccount account(
            int number, LimitUnit unit, LimitWindow window, boolean hard, long spent) {
        LimitTerms terms =
                new LimitTerms(
                        LimitNode.limit(number),
                        LimitNode.scope(LimitScopeKind.KEY),
                        null,
                        unit,
                        window,
                        AMOUNT,
                        hard,
                        List.of(),
                        "UTC");
        LimitAccount account = new LimitAccount(terms, null, START, null, new Cells());
        account.cells().move(terms.bucket(START), spent, 0);
        return account;
    }

    private static LimitAccount requests(int number, long spent) {
        return account(number, LimitUnit.REQUESTS, LimitWindow.MINUTE, true, spent);
    }

    private static List<Booking> one(int... limits) {
        return java.util.Arrays.stream(limits)
                .mapToObj(limit -> new Booking(LimitNode.limit(limit), LimitUnit.REQUESTS, 1))
                .toList();
    }

    private void letPass(Duration time) {
        passed = passed.plus(time);
    }

    private boolean isHopeless(int... limits) {
        return full.hopeless(one(limits), List.of()) != null;
    }

    @Test
    void refusesOnlyWhatFitsNowhere() {
        full.pressed(requests(1, AMOUNT));
        full.pressed(account(2, LimitUnit.REQUESTS, LimitWindow.DAY, true, AMOUNT));
        full.pressed(requests(3, AMOUNT - 1));

        assertThat(full.hopeless(List.of(), List.of(one(2), one(1))).exceeded().limit())
                .isEqualTo(LimitNode.limit(1)); // it has room first
        assertThat(full.hopeless(List.of(), List.of(one(2), one(4)))).isNull();
        assertThat(full.hopeless(List.of(), List.of(one(1), List.of()))).isNull();
        assertThat(full.hopeless(one(3), List.of(one(1)))).isNotNull();
        assertThat(full.hopeless(one(3), List.of(one(1), one(4)))).isNull(); // given back above
        assertThat(full.hopeless(one(3), List.of(one(4)))).isNotNull();
    }

    @Test
    void knowsNothingBeforeSomethingDidNotFit() {
        full.changed(requests(1, AMOUNT));

        assertThat(isHopeless(1)).isFalse();
    }

    @Test
    void refusesWhatDidNotFitAndSaysWhy() {
        full.pressed(requests(1, AMOUNT));

        FullLimits.Hopeless hopeless = full.hopeless(one(1), List.of());

        assertThat(hopeless.exceeded().limit()).isEqualTo(LimitNode.limit(1));
        assertThat(hopeless.exceeded().spent()).isEqualTo(AMOUNT);
        assertThat(hopeless.exceeded().freeAt()).isEqualTo(START.plusSeconds(61));
        assertThat(hopeless.refusal().code()).isEqualTo(FailureCode.RATE_LIMIT_EXCEEDED);
        assertThat(hopeless.refusal().retryAfterMillis()).isEqualTo(61_000);
        assertThat(hopeless.refusal().rates())
                .containsExactly(
                        new RateLeft(
                                LimitUnit.REQUESTS,
                                LimitWindow.MINUTE,
                                AMOUNT,
                                0,
                                START,
                                START.plusSeconds(61)));
        assertThat(isHopeless(2)).isFalse();
    }

    @Test
    void letsNoMoreThroughThanThereIsRoomFor() {
        full.pressed(requests(1, AMOUNT - 2));

        assertThat(isHopeless(1)).isFalse();
        assertThat(isHopeless(1)).isFalse();
        assertThat(isHopeless(1)).isTrue();
    }

    @Test
    void takesNoRoomForWhatDoesNotFitElsewhere() {
        full.pressed(requests(1, AMOUNT - 1));
        full.pressed(requests(2, AMOUNT));

        assertThat(isHopeless(1, 2)).isTrue();
        assertThat(isHopeless(1)).isFalse();
    }

    @Test
    void hearsOfRoomThatItsOwnNodeMade() {
        full.pressed(requests(1, AMOUNT));
        full.changed(requests(1, AMOUNT - 1));

        assertThat(isHopeless(1)).isFalse();
        assertThat(isHopeless(1)).isTrue();
        full.forget();
        assertThat(isHopeless(1)).isFalse();
    }

    @Test
    void seesRoomComeWithTime() {
        full.pressed(requests(1, AMOUNT));
        for (int second = 0; second < 60; second++) {
            letPass(Duration.ofSeconds(1));
            full.pressed(requests(1, AMOUNT)); // believed for a second at most
            assertThat(isHopeless(1)).isTrue();
        }
        letPass(Duration.ofSeconds(1));
        full.pressed(requests(1, AMOUNT));
        assertThat(isHopeless(1)).isFalse();
    }

    @Test
    void letsOneCallFindOutEachTimeItsKnowledgeIsOld() {
        full.pressed(requests(1, AMOUNT));
        letPass(FullLimits.FRESH);
        assertThat(isHopeless(1)).isTrue();
        for (int time = 0; time < 5; time++) {
            letPass(FullLimits.FRESH.plusNanos(1));
            assertThat(isHopeless(1)).isFalse();
            assertThat(isHopeless(1)).isTrue();
        }
    }

    @Test
    void believesNothingThatIsTooOld() {
        full.pressed(requests(1, AMOUNT));
        letPass(FullLimits.OLDEST.plusNanos(1));

        assertThat(isHopeless(1)).isFalse();
        assertThat(isHopeless(1)).isFalse();
    }

    @Test
    void losesInterestInLimitsThatHaveRoom() {
        full.pressed(requests(1, AMOUNT));
        letPass(FullLimits.OLDEST.plusNanos(1));
        full.changed(requests(1, AMOUNT - 1));

        assertThat(isHopeless(1)).isFalse();
        assertThat(isHopeless(1)).isFalse();
    }

    @Test
    void refusesNothingBySoftLimits() {
        full.pressed(account(1, LimitUnit.REQUESTS, LimitWindow.DAY, false, AMOUNT));

        assertThat(isHopeless(1)).isFalse();
    }
}
