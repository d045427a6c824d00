package io.affidavit.schemas.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.value.Digest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogPlaceTest {

    private static final long LAST = (1L << 40) - 1;

    @ParameterizedTest
    @CsvSource({"0,0", "0,4711", "0,1099511627775", "1,0", "1,7", "8191,1099511627775"})
    void readsWhatItPacked(int log, long position) {
        LogPlace place = new LogPlace(log, position);

        assertThat(LogPlace.of(place.packed())).isEqualTo(place);
        assertThat(LogPlace.pack(log, position)).isEqualTo(place.packed());
    }

    @Test
    void isThePositionItselfInTheFirstLog() {
        assertThat(new LogPlace(0, 4711).packed()).isEqualTo(4711);
        assertThat(new LogPlace(0, 4711)).hasToString("4711");
        assertThat(new LogPlace(0, 4711).shownLog()).isEmpty();
    }

    @Test
    void namesEveryOtherLog() {
        assertThat(new LogPlace(2, 4711)).hasToString("2/4711");
        assertThat(new LogPlace(2, 4711).shownLog()).contains(2);
    }

    @Test
    void ordersByLogAndThenByPosition() {
        assertThat(
                        Stream.of(
                                        LogPlace.FIRST,
                                        new LogPlace(0, LAST),
                                        new LogPlace(1, 0),
                                        new LogPlace(1, 1),
                                        new LogPlace(2, 0))
                                .map(LogPlace::packed))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void staysExactWhereNumbersAreDoubles() {
        long largest = new LogPlace(8_191, LAST).packed();

        assertThat((long) (double) largest).isEqualTo(largest);
    }

    @ParameterizedTest
    @CsvSource({"-1,0", "8192,0", "0,-1", "0,1099511627776"})
    void refusesWhatHasNoPlace(int log, long position) {
        assertThatThrownBy(() -> new LogPlace(log, position))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("place");
    }

    @Test
    void countsWhatWasSignedAndIsGoneAsLost() {
        assertThat(tail(10, 7).missing()).isEqualTo(3);
        assertThat(tail(10, 10).missing()).isZero();
        assertThat(tail(10, 12).missing()).isZero();
        assertThatThrownBy(() -> tail(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static LostTail tail(long sealed, long kept) {
        Digest root = Digest.of(Leaf.emptyRoot());
        return new LostTail(0, "gw/0123456789abcdef/2026", sealed, root, kept, root);
    }
}
