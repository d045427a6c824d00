package io.affidavit.command.call;

import static io.affidavit.command.call.CallFixtures.admit;
import static io.affidavit.command.call.CallFixtures.complete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.command.evidence.RetryingCommandBus;
import io.affidavit.command.limit.CallHolds;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.FailureCode;
import java.nio.file.Path;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A decision that never became durable must not be remembered.
class LostAppendTest {

    private static final CallId CALL = CallId.parse("01a2134f-1d15-7574-9458-d3231080081c");

    @Test
    void isForgottenByTheCache(@TempDir Path directory) {
        try (EvidenceLogs logs = new EvidenceLogs(directory)) {
            CommandGateway commands = commands(logs);
            commands.sendAndWait(admit(CALL));

            logs.failAppends(true);
            assertThatThrownBy(() -> commands.sendAndWait(complete(CALL)))
                    .satisfies(thrown ->
                            assertThat(Refusal.of(thrown).orElseThrow().code())
                                    .isEqualTo(FailureCode.EVIDENCE_UNAVAILABLE));
            logs.failAppends(false);
            commands.sendAndWait(complete(CALL));

            assertThat(logs.types(CALL.toString()))
                    .containsExactly(
                            "call.admitted",
                            "guardrail.judged",
                            "route.chosen",
                            "guardrail.judged",
                            "call.completed");
        }
    }

    @Test
    void isTriedAgainWithTheWinnersFacts(@TempDir Path directory) {
        try (EvidenceLogs logs = new EvidenceLogs(directory)) {
            CommandGateway one = commands(logs);
            CommandGateway other = commands(logs);
            one.sendAndWait(admit(CALL));
            other.sendAndWait(CallFixtures.failAttempt(CALL, 1));

            // The first node still remembers the call as it was after its own admission.
            one.sendAndWait(complete(CALL));
            other.sendAndWait(complete(CALL));

            assertThat(logs.types(CALL.toString()))
                    .containsExactly(
                            "call.admitted",
                            "guardrail.judged",
                            "route.chosen",
                            "attempt.failed",
                            "route.chosen",
                            "guardrail.judged",
                            "call.completed");
        }
    }

    private static CommandGateway commands(EvidenceLogs logs) {
        RetryingCommandBus bus = RetryingCommandBus.create();
        CallHandlers.subscribe(bus, logs.node(), CallHolds.NONE);
        return DefaultCommandGateway.builder().commandBus(bus).build();
    }
}
