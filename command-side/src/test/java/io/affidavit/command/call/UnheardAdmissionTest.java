package io.affidavit.command.call;

import static io.affidavit.command.call.CallFixtures.admit;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.evidence.EvidenceLog;
import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.command.evidence.RetryingCommandBus;
import io.affidavit.command.evidence.UuidV7Identifiers;
import io.affidavit.command.limit.CallHolds;
import io.affidavit.schemas.value.CallId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnheardAdmissionTest {

    @Test
    void isEndedByTheNodeThatMadeIt(@TempDir Path directory) throws Exception {
        try (EvidenceLogs logs = new EvidenceLogs(directory)) {
            EvidenceLog log = logs.start();
            RetryingCommandBus bus = RetryingCommandBus.create();
            CallHandlers.subscribe(bus, log.store(), CallHolds.NONE);
            CommandGateway commands = DefaultCommandGateway.builder().commandBus(bus).build();
            UnheardAdmissions admissions = new UnheardAdmissions(commands, Clock.systemUTC());
            CountDownLatch ended = new CountDownLatch(1);
            log.onUnheard(event -> {
                admissions.conclude(event);
                ended.countDown();
            });
            CallId call = new CallId(UuidV7Identifiers.next());

            CompletableFuture<Void> admission =
                    logs.giveUpInFlight(() -> commands.sendAndWait(admit(call)));

            assertThat(admission)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withMessageContaining("in doubt");
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(logs.types(call.toString()))
                    .containsExactly(
                            "call.admitted",
                            "guardrail.judged",
                            "route.chosen",
                            "attempt.failed",
                            "call.failed");
        }
    }
}
