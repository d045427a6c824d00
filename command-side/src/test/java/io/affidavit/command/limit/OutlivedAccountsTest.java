package io.affidavit.command.limit;

import static io.affidavit.command.limit.LimitNode.newCall;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutlivedAccountsTest {

    @Test
    void rowsThatNoLongerCountGoWithTheNextThatIsBooked(@TempDir Path directory) throws Exception {
        try (EvidenceLogs logs = new EvidenceLogs(directory)) {
            LimitNode node = new LimitNode(logs, Clock.systemUTC());
            node.set(1, LimitScopeKind.KEY, LimitUnit.TOKENS, LimitWindow.MINUTE, 1_000);
            node.set(2, LimitScopeKind.TEAM, LimitUnit.TOKENS, LimitWindow.TOTAL, 1_000);
            long second = Instant.now().getEpochSecond();
            try (Connection connection = logs.evidence().getConnection();
                    Statement statement = connection.createStatement()) {
                for (long bucket : new long[] {second - 120, second - 90, second - 30}) {
                    statement.executeUpdate(
                            "insert into evidence.account (limit_id, bucket, spent, held) values ('"
                                    + LimitNode.limit(1)
                                    + "', "
                                    + bucket
                                    + ", 7, 0)");
                }
            }

            assertThat(node.admit(newCall())).isEmpty();

            assertThat(Accounts.stored(logs))
                    .hasSize(3)
                    .containsKeys(
                            LimitNode.limit(1) + "/" + (second - 30), LimitNode.limit(2) + "/0");
        }
    }
}
