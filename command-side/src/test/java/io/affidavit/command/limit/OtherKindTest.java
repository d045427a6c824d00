package io.affidavit.command.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.call.CallFixtures;
import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.NanoUsd;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Another node makes a soft limit hard, or a hard one soft; nobody tells this node.
class OtherKindTest {

    private static final Duration PAST = Duration.ofSeconds(2);

    private final AtomicLong nanos = new AtomicLong();
    private Optional<NanoUsd> price = Optional.empty();
    private EvidenceLogs logs;
    private LimitNode other;
    private LimitNode node;

    @BeforeEach
    void start(@TempDir Path directory) {
        logs = new EvidenceLogs(directory);
        other = node();
        node = node();
    }

    @AfterEach
    void stop() {
        logs.close();
    }

    private LimitNode node() {
        return new LimitNode(
                logs, Clock.systemUTC(), nanos::get, (destinations, estimate, at) -> price);
    }

    private void set(int sequence, LimitScopeKind kind, boolean hard) {
        LimitTerms terms =
                new LimitTerms(
                        LimitNode.limit(1),
                        LimitNode.scope(kind),
                        null,
                        LimitUnit.USD,
                        LimitWindow.TOTAL,
                        5_000,
                        hard,
                        List.of(),
                        "UTC");
        other.say(
                1,
                sequence,
                new LimitSet(CallFixtures.ACME, terms, null, null, CallFixtures.POLICY, List.of()));
        nanos.addAndGet(PAST.toNanos());
    }

    private Optional<FailureCode> admit() {
        return node.admit(LimitNode.newCall()).map(refusal -> refusal.code());
    }

    @Test
    void refusesWhatHasNoPriceOnceItsBudgetIsHard() {
        set(0, LimitScopeKind.KEY, false);
        assertThat(admit()).isEmpty();

        set(1, LimitScopeKind.KEY, true);

        assertThat(admit()).contains(FailureCode.INSUFFICIENT_QUOTA);
    }

    @Test
    void refusesWhatHasNoPriceAtADeploymentWhoseBudgetIsHardNow() {
        set(0, LimitScopeKind.DEPLOYMENT, false);
        assertThat(admit()).isEmpty();

        set(1, LimitScopeKind.DEPLOYMENT, true);

        assertThat(admit()).contains(FailureCode.INSUFFICIENT_QUOTA);
    }

    @Test
    void takesWhatIsFreeWhateverTheBudget() {
        price = Optional.of(NanoUsd.ZERO);
        set(0, LimitScopeKind.KEY, false);
        assertThat(admit()).isEmpty();

        set(1, LimitScopeKind.KEY, true);

        assertThat(admit()).isEmpty();
    }

    @Test
    void holdsNothingUncountableOfABudgetThatIsSoftNow() throws Exception {
        set(0, LimitScopeKind.KEY, true);
        assertThat(admit()).contains(FailureCode.INSUFFICIENT_QUOTA);

        set(1, LimitScopeKind.KEY, false);

        assertThat(admit()).isEmpty();
        assertThat(admit()).isEmpty();
        assertThat(Accounts.stored(logs)).isEmpty();
    }
}
