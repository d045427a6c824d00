package io.affidavit.command.limit;

import static io.affidavit.command.limit.LimitNode.newCall;
import static io.affidavit.command.limit.TwoDeployments.FIRST;
import static io.affidavit.command.limit.TwoDeployments.SECOND;
import static io.affidavit.command.limit.TwoDeployments.admit;
import static io.affidavit.command.limit.TwoDeployments.failed;
import static io.affidavit.command.limit.TwoDeployments.scopeOf;
import static io.affidavit.command.limit.TwoDeployments.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.call.CallFixtures;
import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.value.CallId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostAttemptTest {

    private EvidenceLogs logs;

    @BeforeEach
    void start(@TempDir Path directory) {
        logs = new EvidenceLogs(directory);
    }

    @AfterEach
    void stop() {
        logs.close();
    }

    /// The batch is there, and others may have appended since: the node knows what the call holds.
    @Test
    void movesTheHoldWithAnAttemptWhoseAnswerIsLost() throws Exception {
        logs.putProxyBetween();
        LimitNode node = new LimitNode(logs, Clock.systemUTC());
        node.set(1, scopeOf(FIRST), LimitUnit.PARALLEL, LimitWindow.TOTAL, 5);
        node.set(2, scopeOf(SECOND), LimitUnit.PARALLEL, LimitWindow.TOTAL, 5);
        CallId before = newCall();
        admit(node, before);
        node.result(failed(before, second())); // so that all there is to know is known
        CallId call = newCall();
        admit(node, call);

        logs.loseNextAnswer();
        node.result(failed(call, second()));

        assertThat(Accounts.stored(logs)).isEqualTo(Accounts.folded(logs.verified()));
        assertThat(node.send(CallFixtures.complete(call, List.of()))).isEmpty();
        assertThat(node.send(CallFixtures.complete(before, List.of()))).isEmpty();
        assertThat(Accounts.stored(logs).values()).containsOnly(new Cells.Cell(0, 0));
        assertThat(Accounts.stored(logs)).isEqualTo(Accounts.folded(logs.verified()));
    }
}
