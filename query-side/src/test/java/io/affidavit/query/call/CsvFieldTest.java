package io.affidavit.query.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFieldTest {

    @Test
    void quotesWhatWouldBreakALine() {
        assertThat(CsvField.of("a,b")).isEqualTo("\"a,b\"");
        assertThat(CsvField.of("a\"b")).isEqualTo("\"a\"\"b\"");
        assertThat(CsvField.of("a\r\nb")).isEqualTo("\"a\r\nb\"");
        assertThat(CsvField.of("a b")).isEqualTo("a b");
        assertThat(CsvField.of(-1L)).isEqualTo("-1");
        assertThat(CsvField.of(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@sum(a)", "\t=1", "\r=1"})
    void leavesNothingForASpreadsheetToCompute(String text) {
        assertThat(CsvField.of(text).replace("\"", "")).startsWith("'");
    }

    @Test
    void quotesAFormulaAsWell() {
        assertThat(CsvField.of("=a(1,2)")).isEqualTo("\"'=a(1,2)\"");
    }
}
