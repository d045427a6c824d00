package io.affidavit.command.limit;

import static io.affidavit.command.limit.LimitNode.newCall;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.value.FailureCode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node whose clock forbids it to append has booked nothing, and knows nothing either.
class ForbiddenBatchTest {

    /// The machine's clock, as far behind as it is told to be.
    private static final class LateClock extends Clock {

        private volatile Duration behind = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().minus(behind);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void leavesTheAccountsAsTheOthersMovedThem(@TempDir Path directory) {
        try (EvidenceLogs logs = new EvidenceLogs(directory)) {
            LateClock first = new LateClock();
            LateClock second = new LateClock();
            LimitNode node = new LimitNode(logs, first);
            LimitNode late = new LimitNode(logs, second);
            node.set(1, LimitScopeKind.KEY, LimitUnit.REQUESTS, LimitWindow.TOTAL, 100);
            for (LimitNode each : List.of(node, late, late)) {
                assertThat(each.admit(newCall())).isEmpty();
            }

            first.behind = Duration.ofMillis(-1_900); // both are believed, each for itself
            second.behind = Duration.ofSeconds(1);
            for (int i = 0; i < 3; i++) {
                assertThat(node.admit(newCall())).isEmpty();
            }
            assertThat(late.admit(newCall()).orElseThrow().code())
                    .isEqualTo(FailureCode.EVIDENCE_UNAVAILABLE);
            second.behind = Duration.ZERO;
            assertThat(late.admit(newCall())).isEmpty();

            assertThat(Accounts.stored(logs)).isEqualTo(Accounts.folded(logs.verified()));
        }
    }
}
