package io.affidavit.schemas.serial;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.value.FailureCode;
import java.util.concurrent.CompletionException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.junit.jupiter.api.Test;

class RefusalTest {

    @Test
    void comesBackFromTheBusAsItWasThrown() {
        CommandExecutionException thrown =
                Refusal.exception(FailureCode.NOT_FOUND, "orgId: acme not found");
        Refusal expected = new Refusal(FailureCode.NOT_FOUND, "orgId: acme not found");
        assertThat(Refusal.of(thrown)).contains(expected);
        assertThat(Refusal.of(new CompletionException(thrown))).contains(expected);
    }

    @Test
    void isNothingElse() {
        assertThat(Refusal.of(null)).isEmpty();
        assertThat(Refusal.of(new IllegalStateException("x"))).isEmpty();
        assertThat(Refusal.of(new CommandExecutionException("x", null))).isEmpty();
        assertThat(Refusal.of(new CommandExecutionException("x", null, "NO_SUCH_CODE"))).isEmpty();
    }
}
