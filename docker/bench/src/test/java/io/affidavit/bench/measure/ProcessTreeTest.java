package io.affidavit.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessTreeTest {

    private static final Duration WORK = Duration.ofMillis(200);

    private final ProcessTree here = new ProcessTree(ProcessHandle.current().pid());

    @Test
    void countsWhatTheRootItselfDoes() {
        ProcessTree.Usage before = here.usage();
        burn();

        assertThat(here.usage().since(before).root()).isGreaterThanOrEqualTo(WORK.dividedBy(2));
    }

    @Test
    void countsWhatAChildDoesAsBelowAlsoAfterItsEnd() throws IOException, InterruptedException {
        ProcessTree.Usage before = here.usage();
        Process child = new ProcessBuilder("sh", "-c", loop() + "; read line").start();
        assertThat(here.descendants()).contains(child.pid());
        child.outputWriter().close();
        child.waitFor();

        ProcessTree.Usage used = here.usage().since(before);
        assertThat(used.below()).isPositive();
        assertThat(used.total()).isEqualTo(used.root().plus(used.below()));
    }

    @Test
    void countsGrandchildren() throws IOException, InterruptedException {
        Process child = new ProcessBuilder("sh", "-c", "sh -c 'echo $$; read line'; true").start();
        long grandchild = Long.parseLong(child.inputReader().readLine());

        assertThat(here.descendants()).contains(child.pid(), grandchild);
        child.outputWriter().close();
        child.waitFor();
    }

    @Test
    void anEndedRootIsNoZero() throws IOException, InterruptedException {
        Process child = new ProcessBuilder("true").start();
        child.waitFor();

        assertThatIllegalStateException().isThrownBy(new ProcessTree(child.pid())::usage);
    }

    @Test
    void theMachineIsBusyWhileWeAre() {
        MachineClock before = MachineClock.now();
        burn();

        assertThat(MachineClock.now().since(before).busy()).isPositive();
    }

    private void burn() {
        Duration until = here.usage().root().plus(WORK);
        while (here.usage().root().compareTo(until) < 0) {
            Thread.onSpinWait();
        }
    }

    private static String loop() {
        return "i=0; while [ $i -lt 200000 ]; do i=$((i + 1)); done";
    }
}
