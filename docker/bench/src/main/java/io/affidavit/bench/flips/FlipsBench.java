package io.affidavit.bench.flips;

import io.affidavit.replay.bundle.BundleVerifier;
import io.affidavit.replay.bundle.Trust;
import io.affidavit.replay.proof.TrustPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Flips every bit of every file of an extracted bundle, one at a time, and verifies each time:
/// `FlipsBench FOLDER --policy FILE --ca PEM [--tsa-ca PEM] [--every N] [--threads N] [--only
/// NAME]`, a file or folder. Ends with 1 if any flip goes unnoticed, or if the untouched bundle
/// does not lead to 0.
public final class FlipsBench {

    private static final int BESIDE = 2;

    private FlipsBench() {}

    /// Runs it and prints what noticed the flips of each file.
    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new TreeMap<>();
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        if (arguments.length == 0) {
            throw usage();
        }
        Trust trust =
                Trust.of(
                        TrustPolicy.parse(read(options, "--policy")),
                        BundleVerifier.certificates(read(options, "--ca")));
        if (options.containsKey("--tsa-ca")) {
            trust = trust.stampedBy(BundleVerifier.certificates(read(options, "--tsa-ca")));
        }
        Map<String, byte[]> files = files(Path.of(arguments[0]));
        int every = Integer.parseInt(options.getOrDefault("--every", "1"));
        int threads = Integer.parseInt(options.getOrDefault("--threads", Integer.toString(BESIDE)));
        String only = options.getOrDefault("--only", "");
        System.exit(run(new Flips(files, trust, every), threads, only) ? 0 : 1);
    }

    private static boolean run(Flips flips, int threads, String only) throws Exception {
        Flips.Seen untouched = flips.untouched();
        System.out.println("untouched: exit " + untouched.code());
        long start = System.nanoTime();
        long all = 0;
        long unnoticed = 0;
        for (String name : flips.names()) {
            if (!only.isEmpty() && !name.equals(only) && !name.startsWith(only + "/")) {
                continue;
            }
            Flips.Told told = flips.of(name, threads);
            all += told.flips();
            unnoticed += told.flips() - told.noticed();
            System.out.println(name + ": " + told.flips() + " flips, first noticed by " + told);
            told.unnoticed().forEach(bit -> System.out.println("UNNOTICED " + bit));
        }
        System.out.printf(
                "%d flips in %d s, unnoticed: %d%n",
                all, (System.nanoTime() - start) / 1_000_000_000L, unnoticed);
        return untouched.code() == 0 && unnoticed == 0;
    }

    private static byte[] read(Map<String, String> options, String name) throws IOException {
        String file = options.get(name);
        if (file == null) {
            throw usage();
        }
        return Files.readAllBytes(Path.of(file));
    }

    private static IllegalArgumentException usage() {
        return new IllegalArgumentException(
                "flips FOLDER --policy FILE --ca PEM [--tsa-ca PEM] [--every N] [--threads N]"
                        + " [--only NAME] (the folder of a bundle)");
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile)
                    .forEach(file -> {
                        try {
                            files.put(
                                    folder.relativize(file).toString().replace('\\', '/'),
                                    Files.readAllBytes(file));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
        return files;
    }
}
