package io.affidavit.solo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.solo.data.StartRefused;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoverArgumentsTest {

    @Test
    void readsEveryWord() {
        assertThat(
                        parse(
                                "--declare-loss",
                                "--reason=disk broke",
                                "--data",
                                "house",
                                "--database",
                                "jdbc:postgresql://db/affidavit"))
                .isEqualTo(
                        new RecoverArguments(
                                "disk broke", Path.of("house"), "jdbc:postgresql://db/affidavit"));
        assertThat(parse("--reason", "fire", "--declare-loss"))
                .isEqualTo(new RecoverArguments("fire", Path.of("elsewhere"), null));
    }

    @Test
    void explainsItself() {
        assertThat(parse("--help")).isNull();
        assertThat(RecoverArguments.USAGE).contains("--declare-loss", "--reason", "--data");
    }

    /// Nobody gives records up by a slip of the hand.
    @Test
    void wantsTheLossToBeDeclaredAndExplained() {
        assertThatThrownBy(() -> parse("--reason", "fire"))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("--declare-loss: missing");
        assertThatThrownBy(() -> parse("--declare-loss"))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("--reason: missing");
        assertThatThrownBy(() -> parse("--declare-loss", "--reason"))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("--reason: needs a value");
        assertThatThrownBy(() -> parse("--declare-los"))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("--declare-los: not understood");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "one\ntwo", "\u0000"})
    void refusesAReasonThatIsNone(String reason) {
        assertThatThrownBy(() -> parse("--declare-loss", "--reason", reason))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("--reason: (expected:");
        assertThatThrownBy(() -> parse("--declare-loss", "--reason", "x".repeat(1_001)))
                .isInstanceOf(StartRefused.class);
    }

    private static @Nullable RecoverArguments parse(String... words) {
        return RecoverArguments.parse(List.of(words), "elsewhere");
    }
}
