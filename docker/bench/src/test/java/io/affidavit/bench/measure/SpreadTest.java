package io.affidavit.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void quotesTheMedianAndHowFarTheRoundsWereApart() {
        assertThat(Spread.of(3, 1, 2).text(0)).isEqualTo("2 (1–3)");
        assertThat(Spread.of(4, 1, 2, 3).text(1)).isEqualTo("2.5 (1.0–4.0)");
    }

    @Test
    void oneRoundHasNoSpread() {
        assertThat(Spread.of(1.25).text(2)).isEqualTo("1.25");
    }

    @Test
    void noRoundIsNoFigure() {
        assertThatIllegalArgumentException().isThrownBy(Spread::of);
    }

    @Test
    void aTableHoldsWhatItIsGiven() {
        MarkdownTable table = new MarkdownTable("step", "calls/s").row("c=1", 700);

        assertThat(table).hasToString("| step | calls/s |\n| --- | ---: |\n| c=1 | 700 |\n");
        assertThatIllegalArgumentException().isThrownBy(() -> table.row("c=1"));
    }
}
