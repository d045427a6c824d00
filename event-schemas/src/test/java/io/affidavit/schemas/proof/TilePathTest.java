package io.affidavit.schemas.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 256, tile/0/000",
        "0, 999, 256, tile/0/999",
        "0, 1000, 256, tile/0/x001/000",
        "0, 1234067, 256, tile/0/x001/x234/067",
        "3, 5, 17, tile/3/005.p/17",
    })
    void isSpelledAsTheSpecificationDoes(int level, long index, int width, String path) {
        TilePath tile = new TilePath(level, index, width);

        assertThat(tile.hashes()).isEqualTo(path);
        String[] segments = path.split("/", 3);
        assertThat(TilePath.parse(segments[1], segments[2])).isEqualTo(tile);
    }

    @Test
    void entriesHaveAPlaceOfTheirOwn() {
        assertThat(new TilePath(0, 1_067, 3).entries()).isEqualTo("tile/entries/x001/067.p/3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "00",
                "0000",
                "x000/000",
                "x001",
                "001/000",
                "000.p/0",
                "000.p/256",
                "000.p/01",
                "000.p/",
                "-01",
                "x01/000",
                "000/",
                "x001/00a",
                "000.p/5.p/6"
            })
    void hasOneSpellingOnly(String rest) {
        assertThatIllegalArgumentException().isThrownBy(() -> TilePath.parse("0", rest));
    }

    @Test
    void aTreeOf70000LeavesHasTheTilesOfTheSpecification() {
        assertThat(TilePath.partialWidth(0, 70_000)).isEqualTo(112);
        assertThat(TilePath.partialWidth(1, 70_000)).isEqualTo(17);
        assertThat(TilePath.partialWidth(2, 70_000)).isEqualTo(1);
        assertThat(TilePath.partialWidth(3, 70_000)).isZero();
        assertThat(TilePath.partialWidth(63, Long.MAX_VALUE)).isZero();
    }
}
