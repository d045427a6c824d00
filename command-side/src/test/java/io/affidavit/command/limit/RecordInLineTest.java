package io.affidavit.command.limit;

import static io.affidavit.command.limit.LimitNode.newCall;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordInLineTest {

    /// PostgreSQL puts a longer row aside unless it is told otherwise.
    private static final int ITS_OWN_LIMIT = 2_032;

    private static final List<LimitUnit> UNITS =
            List.of(LimitUnit.TOKENS, LimitUnit.INPUT_TOKENS, LimitUnit.REQUESTS);

    private static final String LONGEST =
            "select max(length(rec)) from evidence.record where type = 'call.admitted'";
    private static final String PUT_ASIDE =
            "select pg_relation_size(reltoastrelid) from pg_class"
                    + " where oid = 'evidence.record'::regclass";

    @Test
    void theRecordsOfACallUnderManyLimitsStandInTheTableItself(@TempDir Path directory)
            throws Exception {
        try (EvidenceLogs logs = new EvidenceLogs(directory)) {
            LimitNode node = new LimitNode(logs, Clock.systemUTC());
            int number = 1;
            for (LimitUnit unit : UNITS) {
                for (LimitWindow window : LimitWindow.values()) {
                    node.set(number++, LimitScopeKind.KEY, unit, window, 1_000_000);
                }
            }

            assertThat(node.admit(newCall())).isEmpty();

            assertThat(ask(logs, LONGEST)).isGreaterThan(ITS_OWN_LIMIT);
            assertThat(ask(logs, PUT_ASIDE)).isZero();
        }
    }

    private static long ask(EvidenceLogs logs, String question) throws Exception {
        try (Connection connection = logs.superuser().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }
}
