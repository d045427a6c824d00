package io.affidavit.bench.flips;

import io.affidavit.replay.bundle.BundleVerifier;
import io.affidavit.replay.bundle.Trust;
import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// A bundle in memory, and what the verifier says of it with single bits flipped. A verification
/// ends at its first failure: whatever else there is to find, the flip did not go unnoticed.
final class Flips {

    private static final int LISTED = 20;

    private final Map<String, byte[]> files;
    private final Trust trust;
    private final int every;

    /// @param every of so many bits one is flipped
    Flips(Map<String, byte[]> files, Trust trust, int every) {
        this.files = Map.copyOf(files);
        this.trust = trust;
        this.every = every;
    }

    /// What one verification said.
    ///
    /// @param code its exit code where nothing failed
    /// @param first what failed first; null for nothing
    record Seen(int code, @Nullable Check first) {}

    /// What was said of the flips of a file.
    ///
    /// @param unnoticed the first of those that nobody noticed
    record Told(long flips, Map<Integer, Long> codes, List<String> unnoticed) {

        long noticed() {
            return codes.values().stream().mapToLong(Long::longValue).sum();
        }

        @Override
        public String toString() {
            return codes.toString();
        }
    }

    private static final class Noticed extends RuntimeException {

        @Serial private static final long serialVersionUID = 1L;

        private final transient Check check;

        Noticed(Check check) {
            super("noticed", null, false, false);
            this.check = check;
        }
    }

    Set<String> names() {
        return new TreeMap<>(files).keySet();
    }

    Seen untouched() throws IOException {
        return look(files);
    }

    /// Flips the bits of one file.
    Told of(String name, int threads) throws Exception {
        List<Future<Told>> parts = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            for (int part = 0; part < threads; part++) {
                long from = (long) part * every;
                parts.add(workers.submit(() -> part(name, from, (long) threads * every)));
            }
        }
        long flips = 0;
        Map<Integer, Long> codes = new TreeMap<>();
        List<String> unnoticed = new ArrayList<>();
        for (Future<Told> part : parts) {
            flips += part.get().flips();
            part.get().codes().forEach((code, count) -> codes.merge(code, count, Long::sum));
            unnoticed.addAll(part.get().unnoticed());
        }
        return new Told(flips, codes, unnoticed);
    }

    private Told part(String name, long from, long step) throws IOException {
        Map<String, byte[]> mine = new TreeMap<>(files);
        byte[] bytes = Objects.requireNonNull(mine.get(name)).clone();
        mine.put(name, bytes);
        long flips = 0;
        Map<Integer, Long> codes = new TreeMap<>();
        List<String> unnoticed = new ArrayList<>();
        for (long bit = from; bit < 8L * bytes.length; bit += step) {
            int at = (int) (bit / 8);
            bytes[at] ^= (byte) (1 << (int) (bit % 8));
            Seen seen = look(mine);
            bytes[at] ^= (byte) (1 << (int) (bit % 8));
            flips++;
            if (seen.first() != null) {
                codes.merge(seen.first().code(), 1L, Long::sum);
            } else if (unnoticed.size() < LISTED) {
                unnoticed.add(name + " bit " + bit + ": exit " + seen.code());
            }
        }
        return new Told(flips, codes, unnoticed);
    }

    private Seen look(Map<String, byte[]> bundle) throws IOException {
        Failures failures =
                new Failures(failure -> {
                    throw new Noticed(failure.check());
                });
        try {
            return new Seen(
                    new BundleVerifier(trust, failures, _ -> {}).verify(bundle).code(), null);
        } catch (Noticed e) {
            return new Seen(0, e.check);
        }
    }
}
