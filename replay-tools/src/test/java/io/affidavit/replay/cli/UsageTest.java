package io.affidavit.replay.cli;

import static io.affidavit.replay.cli.CommandLineCase.type;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageTest {

    @Test
    void everyMistakeOfUsageExitsWithOne() {
        for (String[] words :
                new String[][] {
                    {},
                    {"export"},
                    {"status", "--nonsense"},
                    {"events", "--from", "yesterday"},
                    {"events", "--format", "ocsf"},
                    {"call", "a", "b"},
                    {"stop", "--timeout", "soon"},
                    {"fsck", "--accounts"},
                    {"fsck", "--database", "nonsense"}
                }) {
            CommandLineCase line = type(words);
            assertThat(line.exit).as(String.join(" ", words)).isEqualTo(1);
            assertThat(line.err).as(String.join(" ", words)).isNotBlank();
            assertThat(line.out).isEmpty();
        }
    }

    @Test
    void everyCommandExplainsItself() {
        for (String command :
                new String[] {"status", "stop", "call", "events", "fsck", "export", "replay"}) {
            CommandLineCase help = type(command, "--help");
            assertThat(help.exit).isZero();
            assertThat(help.out).contains("Usage: affidavit " + command).contains("--data");
        }
    }
}
