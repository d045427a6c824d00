package io.affidavit.solo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RebuildLineTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void saysItLineByLineWhereNobodyLooks() {
        RebuildLine line = new RebuildLine(out, false);

        line.at(0, 4_000);
        line.at(100, 4_000);
        line.at(199, 4_000);
        line.at(1_234, 4_000);
        line.clear();

        assertThat(said())
                .isEqualToNormalizingNewlines(
                        """
                        read tables: 0 of 4,000 records, 0 %
                        read tables: 1,234 of 4,000 records, 30 %
                        """);
    }

    @Test
    void writesOverOneLineOnATerminal() {
        RebuildLine line = new RebuildLine(out, true);

        line.at(1_000, 4_000);
        line.clear();

        assertThat(said())
                .isEqualTo(
                        "\r\u001b[K[##########                              ]"
                                + " read tables: 1,000 of 4,000 records, 25 %\r\u001b[K");
    }

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
