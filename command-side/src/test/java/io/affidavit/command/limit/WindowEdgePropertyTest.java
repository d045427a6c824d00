package io.affidavit.command.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.call.CallFixtures;
import io.affidavit.command.evidence.AppendLedger;
import io.affidavit.command.evidence.AppendLedger.Ruling;
import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CredentialHeader;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.testing.Seeds;
import io.affidavit.schemas.value.Alias;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Walks a clock of its own through the ledger, past the edges of sliding windows.
class WindowEdgePropertyTest {

    private static final int ROOM = 7;
    private static final Duration LENGTH = Duration.ofMinutes(1);

    @Test
    void letsNoMoreThroughAnySpanOfItsLength(@TempDir Path directory) throws Exception {
        try (EvidenceLogs logs = new EvidenceLogs(directory);
                Connection connection = logs.evidence().getConnection()) {
            new LimitNode(logs, Clock.systemUTC())
                    .set(1, LimitScopeKind.KEY, LimitUnit.REQUESTS, LimitWindow.MINUTE, ROOM);

            Seeds.check(20, random -> walk(logs, connection, random));
        }
    }

    private static void walk(EvidenceLogs logs, Connection connection, SplittableRandom random)
            throws SQLException {
        FullLimits full = new FullLimits(Clock.systemUTC(), System::nanoTime);
        LimitLedger ledger =
                new LimitLedger(
                        new LimitDirectory(logs.evidence(), (c, e, at) -> Optional.empty(), full),
                        full,
                        LimitNews.NONE);
        List<Instant> admitted = new ArrayList<>();
        Instant at = Instant.parse("2030-01-01T00:00:00Z").plusMillis(random.nextInt(60_000));
        for (int i = 0; i < ROOM; i++) { // the whole amount at once when idle
            assertThat(admit(ledger, connection, at)).isTrue();
            admitted.add(at);
        }
        for (int i = 0; i < 300; i++) {
            at =
                    at.plusMillis(
                            random.nextInt(20) == 0 ? random.nextInt(90_000) : random.nextInt(900));
            if (admit(ledger, connection, at)) {
                admitted.add(at);
            }
        }
        for (int i = ROOM; i < admitted.size(); i++) {
            assertThat(Duration.between(admitted.get(i - ROOM), admitted.get(i)))
                    .isGreaterThanOrEqualTo(LENGTH);
        }
        assertThat(admitted).hasSizeGreaterThan(2 * ROOM);
    }

    private static boolean admit(LimitLedger ledger, Connection connection, Instant at)
            throws SQLException {
        AppendLedger.Proposal append = new AppendLedger.Proposal(List.of(admission(at)), List.of());
        AppendLedger.Page page = ledger.open(connection, at, List.of(append));
        boolean booked = page.book(append) instanceof Ruling.Booked;
        page.settle();
        return booked;
    }

    private static CallAdmitted admission(Instant at) {
        return new CallAdmitted(
                LimitNode.newCall(),
                at,
                LimitNode.CALLER.key(),
                CredentialHeader.AUTHORIZATION,
                LimitNode.CALLER.organization(),
                null,
                null,
                new Alias("demo"),
                Surface.CHAT_COMPLETIONS,
                false,
                10,
                null,
                CallFixtures.POLICY,
                LimitNode.ESTIMATE,
                List.of(new Booking(LimitNode.limit(1), LimitUnit.REQUESTS, 1)),
                List.of(),
                List.of());
    }
}
