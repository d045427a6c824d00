package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.call.CallCommand.AbandonCall;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.evidence.LogGuard;
import io.affidavit.schemas.testing.Samples;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// While the log contradicts its seals nothing new begins, and what has begun can end.
class AdmissionGuardTest {

    private @Nullable String broken;

    @Test
    void admitsNothingWhileTheLogIsBroken() throws Exception {
        AdmitCall admit = Samples.of(AdmitCall.class);
        assertThat(handle(admit)).isEqualTo("handled");

        broken = "the log was tampered with";
        assertThatThrownBy(() -> handle(admit))
                .isInstanceOfSatisfying(
                        CommandExecutionException.class,
                        refused ->
                                assertThat(refused.getDetails()).contains("EVIDENCE_UNAVAILABLE"));
        assertThat(handle(Samples.of(AbandonCall.class))).isEqualTo("handled");
    }

    private Object handle(Object command) throws Exception {
        LogGuard guard =
                new LogGuard() {
                    @Override
                    public @Nullable String broken() {
                        return broken;
                    }

                    @Override
                    public long sealed() {
                        return 0;
                    }
                };
        DefaultUnitOfWork<GenericCommandMessage<Object>> unit =
                DefaultUnitOfWork.startAndGet(new GenericCommandMessage<>(command));
        try {
            return new AdmissionGuard(() -> guard).handle(unit, () -> "handled");
        } finally {
            unit.rollback(); // it would take what later tests publish
        }
    }
}
