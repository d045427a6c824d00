package io.affidavit.replay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.verify.SampleLog.Row;
import io.affidavit.schemas.evidence.FormException;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The scanner against the ground's reader, which takes the same records another way.
class RecordScannerTest {

    private static final String[] PIECES = {
        "\"",
        "\\",
        "\\\\",
        "\\u00e9",
        "\\u0001",
        "\\n",
        "é",
        "\ud83d\ude80",
        "\u0001",
        " ",
        ",",
        ":",
        "{",
        "}",
        "[",
        "]",
        "{}",
        "null",
        "true",
        "0",
        "00",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551617",
        "a",
        "A",
        "_",
        "\"x\"",
        ",\"z\":null"
    };

    private final List<Row> rows = SampleLog.withCalls(2).rows();
    private final RecordScanner scanner = new RecordScanner();

    @Test
    void cutsOutWhatTheGroundReads() throws ScanException {
        for (Row row : rows) {
            RecordView view = RecordView.parse(row.bytes());

            ScannedRecord record = scanner.scan(row.bytes());

            assertThat(record.position()).isEqualTo(view.pos());
            assertThat(record.previous()).hasToString(view.prev().value());
            assertThat(record.type()).hasToString(view.type());
            assertThat(record.origin()).hasToString(view.log().value());
            assertThat(record.aggregate().id()).hasToString(view.agg().id());
            assertThat(record.aggregate().sequence()).isEqualTo(view.agg().sequence());
            assertThat(record.node().sequence()).isEqualTo(view.node().sequence());
            assertThat(record.parts()).hasSameSizeAs(view.parts());
            assertThat(record.organization() == null).isEqualTo(view.org() == null);
        }
    }

    @Test
    void acceptsExactlyWhatTheGroundAccepts() {
        List<Boolean> verdicts = new ArrayList<>();
        Seeds.check(
                20_000,
                random -> {
                    byte[] record = mutated(random);
                    boolean accepted = scans(record);
                    assertThat(accepted)
                            .as(new String(record, StandardCharsets.UTF_8))
                            .isEqualTo(parses(record));
                    verdicts.add(accepted);
                });
        assertThat(verdicts).contains(true, false);
    }

    private byte[] mutated(SplittableRandom random) {
        Row row = rows.get(random.nextInt(rows.size()));
        String text = new String(row.bytes(), StandardCharsets.UTF_8);
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + random.nextInt(3));
        String piece = PIECES[random.nextInt(PIECES.length)];
        return (text.substring(0, from) + piece + text.substring(to))
                .getBytes(StandardCharsets.UTF_8);
    }

    private boolean scans(byte[] record) {
        try {
            scanner.scan(record);
            return true;
        } catch (ScanException | FormException e) {
            return false;
        }
    }

    /// The ground leaves it to others which kinds of actors there are.
    private static boolean parses(byte[] record) {
        try {
            return RecordView.parse(record).by().kind().equals("virtual_key");
        } catch (FormException e) {
            return false;
        }
    }
}
