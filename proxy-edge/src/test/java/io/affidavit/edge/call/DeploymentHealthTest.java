package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.routing.CooldownReason;
import io.affidavit.schemas.routing.CoolingState;
import io.affidavit.schemas.value.DeploymentId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// When a deployment cools down and how it comes back, by a clock that the test turns.
class DeploymentHealthTest {

    private final AtomicLong now = new AtomicLong(Duration.ofHours(1).toNanos());
    private final DeploymentHealth.Seen seen =
            new DeploymentHealth(CooldownRules.DEFAULT, now::get)
                    .of(new DeploymentId("dep_0000000000000001"));

    @Test
    void bearsFewFailuresAndASmallShareOfThem() {
        for (int i = 0; i < 4; i++) {
            assertThat(fail()).isNull();
        }
        pass(Duration.ofSeconds(31));
        for (int i = 0; i < 6; i++) {
            answer();
        }
        for (int i = 0; i < 5; i++) {
            assertThat(fail()).as("%s failures of %s", i + 1, i + 7).isNull();
        }
        assertThat(seen.cooling()).isEqualTo(CoolingState.NONE);
        assertThat(fail()).isInstanceOf(HealthChange.Cooled.class);
    }

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        for (int i = 0; i < 4; i++) {
            assertThat(fail()).isNull();
        }
        pass(Duration.ofSeconds(20));
        assertThat(fail()).isInstanceOf(HealthChange.Cooled.class);

        DeploymentHealth.Seen other =
                new DeploymentHealth(CooldownRules.DEFAULT, now::get)
                        .of(new DeploymentId("dep_0000000000000002"));
        for (int i = 0; i < 8; i++) {
            other.begun();
            assertThat(other.failed(false, false, null)).isNull();
            pass(Duration.ofSeconds(10));
        }
    }

    @Test
    void coolsDownThenTriesOneCallAlone() {
        assertThat(coolDown())
                .isEqualTo(
                        new HealthChange.Cooled(
                                CooldownReason.ERROR_SHARE, 5, 5, Duration.ofSeconds(5)));
        assertThat(seen.cooling()).isEqualTo(CoolingState.COOLING);
        assertThat(seen.claimTrial()).isFalse();

        pass(Duration.ofSeconds(5));

        assertThat(seen.cooling()).isEqualTo(CoolingState.TRIAL);
        assertThat(seen.claimTrial()).isTrue();
        assertThat(seen.cooling()).isEqualTo(CoolingState.COOLING);
        assertThat(seen.claimTrial()).isFalse();
    }

    @Test
    void recoversWithTheTrialAndStartsAfresh() {
        coolDown();
        pass(Duration.ofSeconds(5));
        seen.claimTrial();

        assertThat(answer()).as("asked before it cooled down").isNull();
        assertThat(tried()).isEqualTo(new HealthChange.Recovered(1));

        assertThat(seen.cooling()).isEqualTo(CoolingState.NONE);
        for (int i = 0; i < 4; i++) {
            assertThat(fail()).isNull();
        }
    }

    @Test
    void coolsDownForTwiceAsLongAfterEachFailedTrialUpToABound() {
        coolDown();
        long[] seconds = {10, 20, 40, 80, 160, 300, 300};
        long pause = 5;
        for (long longer : seconds) {
            pass(Duration.ofSeconds(pause));
            assertThat(seen.claimTrial()).isTrue();
            assertThat(fail()).as("another one's failure").isNull();
            seen.begun();
            HealthChange.Cooled again = (HealthChange.Cooled) seen.failed(true, false, null);
            assertThat(again.reason()).isEqualTo(CooldownReason.TRIAL_FAILED);
            assertThat(again.pause()).isEqualTo(Duration.ofSeconds(longer));
            pause = longer;
        }
        pass(Duration.ofMinutes(5));
        assertThat(tried()).isEqualTo(new HealthChange.Recovered(8));
    }

    @Test
    void givesTheTrialToAnotherWhenItsClientLeftOrItTakesTooLong() {
        coolDown();
        pass(Duration.ofSeconds(5));
        seen.claimTrial();
        seen.begun();
        seen.leftAlone(false);
        assertThat(seen.claimTrial()).as("somebody else left").isFalse();
        seen.begun();
        seen.leftAlone(true);
        assertThat(seen.claimTrial()).isTrue();

        pass(Duration.ofSeconds(30));

        assertThat(seen.claimTrial()).isTrue();
    }

    @Test
    void countsNothingTwiceWhileItCools() {
        coolDown();
        assertThat(fail()).isNull();
        assertThat(answer()).as("it was asked before").isNull();
        assertThat(seen.cooling()).isEqualTo(CoolingState.COOLING);
    }

    @Test
    void restsForAsLongAsAProviderAsksWithinBounds() {
        assertThat(refuse(17))
                .isEqualTo(
                        new HealthChange.Cooled(
                                CooldownReason.RATE_LIMITED, 1, 1, Duration.ofSeconds(17)));
        pass(Duration.ofSeconds(17));
        assertThat(tried()).isEqualTo(new HealthChange.Recovered(1));
        assertThat(((HealthChange.Cooled) refuse(3_600)).pause()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void restsAfterOneRefusalThatSaysNothingOfItsEnd() {
        assertThat(refuse(null))
                .isEqualTo(
                        new HealthChange.Cooled(
                                CooldownReason.RATE_LIMITED, 1, 1, Duration.ofSeconds(5)));
        pass(Duration.ofSeconds(5));
        assertThat(seen.claimTrial()).isTrue();
        seen.begun();
        assertThat(seen.failed(true, false, new DeploymentHealth.Refusal(null)))
                .isEqualTo(
                        new HealthChange.Cooled(
                                CooldownReason.TRIAL_FAILED, 2, 2, Duration.ofSeconds(10)));
    }

    @Test
    void givesATrialAwayThatWasNeverMade() {
        coolDown();
        pass(Duration.ofSeconds(5));
        seen.claimTrial();

        seen.unclaimTrial();

        assertThat(seen.claimTrial()).isTrue();
    }

    @Test
    void neverCoolsDownTheOnlyOne() {
        for (int i = 0; i < 20; i++) {
            seen.begun();
            assertThat(seen.failed(false, true, new DeploymentHealth.Refusal(5))).isNull();
        }
        assertThat(seen.cooling()).isEqualTo(CoolingState.NONE);
        assertThat(seen.failures()).isEqualTo(20);
    }

    @Test
    void countsWhatIsOpen() {
        seen.begun();
        seen.begun();
        assertThat(seen.inFlight()).isEqualTo(2);
        seen.leftAlone(false);
        var _ = seen.answered(false, 8_000L);
        assertThat(seen.inFlight()).isZero();
        assertThat(seen.latencyMillis()).isEqualTo(8);
    }

    private @Nullable HealthChange coolDown() {
        for (int i = 0; i < 4; i++) {
            assertThat(fail()).isNull();
        }
        return fail();
    }

    private @Nullable HealthChange fail() {
        seen.begun();
        return seen.failed(false, false, null);
    }

    private @Nullable HealthChange refuse(@Nullable Integer seconds) {
        seen.begun();
        return seen.failed(false, false, new DeploymentHealth.Refusal(seconds));
    }

    private @Nullable HealthChange answer() {
        seen.begun();
        return seen.answered(false, 1_000L);
    }

    /// The answer of a trial.
    private @Nullable HealthChange tried() {
        seen.begun();
        return seen.answered(true, 1_000L);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
