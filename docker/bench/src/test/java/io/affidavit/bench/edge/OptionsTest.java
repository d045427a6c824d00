package io.affidavit.bench.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void everyOptionCounts() {
        Options options =
                Options.parse(
                        List.of(
                                ("--duration 2 --warmup 3 --rounds 4 --steps open,streams --gap 5"
                                                + " --port 6 --jvm -Xmx1g --tls --launcher run")
                                        .split(" ", -1)));

        assertThat(options.duration()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.warmUp()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.rounds()).isEqualTo(4);
        assertThat(options.groups()).containsExactly("open", "streams");
        assertThat(options.gap()).isEqualTo(Duration.ofMillis(5));
        assertThat(options.port()).isEqualTo(6);
        assertThat(options.jvmFlags()).isEqualTo("-Xmx1g");
        assertThat(options.launcher()).hasToString("run");
        assertThat(options.tls()).isTrue();
        assertThat(Options.parse(List.of()).tls()).isFalse();
    }

    @Test
    void whatIsMeasuredByDefaultHasSteps() {
        assertThat(Options.parse(List.of()).groups()).isSubsetOf(Step.GROUPS.keySet());
    }

    @Test
    void whatIsNotUnderstoodIsRefused() {
        for (List<String> words :
                List.of(
                        List.of("--fast", "1"),
                        List.of("--duration"),
                        List.of("--duration", "soon"),
                        List.of("--rounds", "0"),
                        List.of("--steps", "closed,all"))) {
            assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(words));
        }
    }
}
