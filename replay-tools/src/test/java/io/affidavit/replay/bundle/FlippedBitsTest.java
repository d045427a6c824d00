package io.affidavit.replay.bundle;

import static io.affidavit.replay.bundle.Attacks.seal;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.bundle.Attacks.Sums;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Flips single bits of a bundle.
class FlippedBitsTest {

    private static final String EVENTS = "events.jsonl";

    @TempDir private Path temporary;

    /// A sample; `docker/bench/run flips` takes every bit.
    @Test
    void noSingleFlippedBitGoesUnnoticed() throws Exception {
        BundleMaker bundle = BundleMaker.sample();
        Map<String, byte[]> files = new TreeMap<>();
        bundle.names().forEach(name -> files.put(name, bundle.get(name)));
        int most = 12;
        for (String name : bundle.names()) {
            byte[] bytes = bundle.get(name);
            int step = name.equals("SHA256SUMS.p7s") ? 61 : 8 * bytes.length / most + 1;
            for (int bit = 0; bit < 8 * bytes.length; bit += step) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << (bit % 8));
                files.put(name, flipped);
                int code = Verified.of(files, Verified.trust()).code();
                assertThat(code).as("%s bit %d", name, bit).matches(c -> c == 2 || c >= 10);
            }
            files.put(name, bytes);
        }
        assertThat(Verified.of(files, Verified.trust()).code()).isZero();
        Path folder = bundle.write(temporary.resolve("bundle"));
        assertThat(Verified.of(folder, Verified.trust()).verdict())
                .isEqualTo(Verified.of(files, Verified.trust()).verdict());
    }

    /// An insider with the export key flips one bit of a record and signs everything anew.
    @Test
    void noFlippedBitOfARecordIsInTheLog() throws Exception {
        BundleMaker bundle = BundleMaker.sample();
        byte[] events = bundle.get(EVENTS);
        for (int bit = 3; bit < 8 * events.length; bit += 397) {
            byte[] flipped = events.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            if (events[bit / 8] == '\n' || bit / 8 == events.length - 1) {
                continue; // no bit of a record
            }
            bundle.put(EVENTS, flipped);
            seal(bundle, Sums.SIGNED);
            Verified verified =
                    Verified.of(bundle.zip(temporary.resolve("b.zip")), Verified.trust());
            assertThat(verified.code()).as("bit %d: %s", bit, verified.lines()).isEqualTo(30);
        }
    }
}
