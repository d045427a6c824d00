package io.affidavit.command.limit;

import static io.affidavit.command.limit.LimitNode.newCall;
import static io.affidavit.command.limit.TwoDeployments.FIRST;
import static io.affidavit.command.limit.TwoDeployments.SECOND;
import static io.affidavit.command.limit.TwoDeployments.USED;
import static io.affidavit.command.limit.TwoDeployments.abandon;
import static io.affidavit.command.limit.TwoDeployments.admit;
import static io.affidavit.command.limit.TwoDeployments.failed;
import static io.affidavit.command.limit.TwoDeployments.left;
import static io.affidavit.command.limit.TwoDeployments.scopeOf;
import static io.affidavit.command.limit.TwoDeployments.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.CallId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An attempt that was chosen, held something of its deployment's limits, and never began.
class UnbegunAttemptTest {

    private EvidenceLogs logs;
    private LimitNode node;

    @BeforeEach
    void start(@TempDir Path directory) {
        logs = new EvidenceLogs(directory);
        node = new LimitNode(logs, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        logs.close();
    }

    @Test
    void countsForNothing() {
        node.set(1, scopeOf(FIRST), LimitUnit.TOKENS, LimitWindow.TOTAL, 1_000);
        node.set(2, scopeOf(SECOND), LimitUnit.TOKENS, LimitWindow.TOTAL, 1_000);
        node.set(3, scopeOf(SECOND), LimitUnit.REQUESTS, LimitWindow.HOUR, 5);
        node.set(4, LimitScopeKind.KEY, LimitUnit.TOKENS, LimitWindow.TOTAL, 9_000);
        CallId call = newCall();
        admit(node, call);
        node.result(failed(call, second()));

        assertThat(node.send(left(call))).isEmpty();

        assertThat(Accounts.stored(logs).values())
                .containsExactly(
                        new Cells.Cell(USED.total(), 0),
                        new Cells.Cell(0, 0),
                        new Cells.Cell(0, 0),
                        new Cells.Cell(USED.total(), 0));
        assertThat(attempts(call))
                .extracting(AttemptFailed::phase)
                .containsExactly(AttemptPhase.HEADERS, AttemptPhase.NONE);
        assertAccountsFollow();
    }

    @Test
    void countsForNothingWhereThatIsSaidLate() {
        node.set(1, scopeOf(SECOND), LimitUnit.TOKENS, LimitWindow.TOTAL, 1_000);
        node.set(2, LimitScopeKind.KEY, LimitUnit.TOKENS, LimitWindow.TOTAL, 9_000);
        CallId call = newCall();
        admit(node, call);
        node.result(failed(call, second()));
        assertThat(node.send(abandon(call))).isEmpty();

        assertThat(node.send(left(call))).isEmpty();

        assertThat(Accounts.stored(logs).values())
                .containsExactly(new Cells.Cell(0, 0), new Cells.Cell(USED.total(), 0));
        assertAccountsFollow();
    }

    private void assertAccountsFollow() {
        assertThat(Accounts.stored(logs)).isEqualTo(Accounts.folded(logs.verified()));
    }

    private List<AttemptFailed> attempts(CallId call) {
        return logs.verified().stream()
                .filter(record -> call.toString().equals(record.call()))
                .filter(record -> record.type().equals("attempt.failed"))
                .map(record ->
                        (AttemptFailed)
                                EventSerializer.read(
                                        record.type(),
                                        Integer.toString(record.rev()),
                                        record.data(),
                                        List.of()))
                .toList();
    }
}
