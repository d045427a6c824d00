package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.testing.TestDatabase;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LogClockTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private Duration off = Duration.ZERO;
    private final Clock clock =
            ((InstantSource) () -> Instant.now().plus(off)).withZone(ZoneOffset.UTC);
    private final LogClock time = new LogClock(clock);

    @Test
    void believesNoClockThatJumpedAheadSoThatNobodyIsStoppedWhenItIsBack() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                Connection connection = database.superuserDataSource().getConnection()) {
            Instant head = time.after(connection, Instant.EPOCH);
            assertThat(head).isBeforeOrEqualTo(Instant.now());
            assertThat(time.trouble()).isEmpty();

            off = HOUR;
            Instant ahead = time.after(connection, head);
            assertThat(ahead).isBetween(head, Instant.now().plusSeconds(2));
            assertThat(time.trouble()).get().asString().contains("ahead of the database's");

            off = Duration.ZERO;
            assertThat(time.after(connection, ahead)).isNotNull();
            assertThat(time.trouble()).isEmpty();
        }
    }

    @Test
    void givesNoTimeFarBehindTheHeadAndSaysWhy() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                Connection connection = database.superuserDataSource().getConnection()) {
            Instant head = Instant.now();
            assertThat(time.after(connection, head.plusSeconds(1))).isEqualTo(head.plusSeconds(1));

            assertThat(time.after(connection, head.plus(HOUR))).isNull();
            assertThat(time.trouble()).get().asString().contains("behind the log");
        }
    }
}
