package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.evidence.LogGuard;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database that was set back to an old state is not appended to.
class LogWatermarkTest {

    @TempDir Path directory;
    private final AtomicLong sealed = new AtomicLong();
    private TestLog logs;

    @BeforeEach
    void open() {
        logs = new TestLog(directory);
    }

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void refusesALogThatIsShorterThanWhatIsSealed() {
        EvidenceLog log = node();
        sealed.set(3); // as another node's anchor knows
        assertRefused(log, "acme");
        assertThat(log.trouble()).hasValueSatisfying(it -> assertThat(it).contains("1", "3"));

        sealed.set(1);
        TestLog.append(log, registered("acme"));
        assertThat(log.trouble()).isEmpty();
        assertThat(logs.verified()).hasSize(2);
    }

    @Test
    void refusesALogThatIsShorterThanItWas() throws SQLException {
        EvidenceLog log = node();
        superuser("create table public.old as select * from evidence.head");
        TestLog.append(log, registered("acme"));
        superuser(
                "delete from evidence.record where pos > 0",
                "delete from evidence.org_head",
                "delete from evidence.head",
                "insert into evidence.head select * from public.old");

        assertRefused(log, "globex");
        assertRefused(log, "globex");
        assertThat(logs.verified()).hasSize(1);
    }

    private EvidenceLog node() {
        LogGuard guard =
                new LogGuard() {
                    @Override
                    public @Nullable String broken() {
                        return null;
                    }

                    @Override
                    public long sealed() {
                        return sealed.get();
                    }
                };
        return logs.node(logs.database.writer(), AppendLedger.NONE, guard, Clock.systemUTC());
    }

    private static void assertRefused(EvidenceLog log, String organization) {
        assertThatThrownBy(() -> TestLog.append(log, registered(organization)))
                .isInstanceOf(CommandExecutionException.class)
                .hasMessageContaining("the database was set back");
    }

    private static org.axonframework.eventhandling.DomainEventMessage<?> registered(String id) {
        return TestLog.event(
                "organization",
                id,
                0,
                new OrganizationRegistered(
                        new OrganizationId(id),
                        "UTC",
                        ContentMode.COMMIT,
                        null,
                        Digest.ZERO,
                        List.of()));
    }

    private void superuser(String... statements) throws SQLException {
        try (Connection connection = logs.database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
