package io.affidavit.bench.flips;

import io.affidavit.replay.bundle.BundleVerifier;
import io.affidavit.replay.bundle.Trust;
import io.affidavit.replay.proof.TrustPolicy;
import io.affidavit.replay.verify.Failures;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Flips every bit of every file of an extracted bundle, one at a time, and verifies each time:
/// `FlipsBench FOLDER --policy FILE --ca PEM [--every N]`. Ends with 1 if any flip leads to an exit
/// code that is neither 2 nor at least 10, or if the untouched bundle does not lead to 0.
///
/// It works on a copy of the folder.
public final class FlipsBench {

    private static final int MALFORMED = 2;
    private static final int FIRST_FAILURE = 10;

    private final Path folder;
    private final Trust trust;
    private final int every;
    private final Map<Integer, Long> codes = new TreeMap<>();
    private long unnoticed;

    private FlipsBench(Path folder, Trust trust, int every) {
        this.folder = folder;
        this.trust = trust;
        this.every = every;
    }

    /// Runs it and prints how often each code was given.
    public static void main(String[] arguments) throws IOException {
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
        Path copy = copy(Path.of(arguments[0]));
        int every = Integer.parseInt(options.getOrDefault("--every", "1"));
        System.exit(new FlipsBench(copy, trust, every).run() ? 0 : 1);
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
                "flips FOLDER --policy FILE --ca PEM [--every N] (the folder of a bundle)");
    }

    private static Path copy(Path folder) throws IOException {
        Path copy = Files.createTempDirectory("affidavit-flips");
        for (Path file : files(folder)) {
            Path to = copy.resolve(folder.relativize(file).toString());
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
        }
        return copy;
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        files.add(file);
                        return FileVisitResult.CONTINUE;
                    }
                });
        return files;
    }

    private boolean run() throws IOException {
        int untouched = code();
        System.out.println("untouched: exit " + untouched);
        for (Path file : files(folder)) {
            long flips = flip(file);
            System.out.println(folder.relativize(file) + ": " + flips + " flips");
        }
        codes.forEach((code, count) -> System.out.println("exit " + code + ": " + count));
        System.out.println("unnoticed: " + unnoticed);
        return untouched == 0 && unnoticed == 0;
    }

    private long flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        long flips = 0;
        for (long bit = 0; bit < 8L * bytes.length; bit += every) {
            int at = (int) (bit / 8);
            bytes[at] ^= (byte) (1 << (int) (bit % 8));
            Files.write(file, bytes);
            int code = code();
            codes.merge(code, 1L, Long::sum);
            if (code != MALFORMED && code < FIRST_FAILURE) {
                unnoticed++;
                System.out.println(folder.relativize(file) + " bit " + bit + ": exit " + code);
            }
            bytes[at] ^= (byte) (1 << (int) (bit % 8));
            flips++;
        }
        Files.write(file, bytes);
        return flips;
    }

    private int code() throws IOException {
        return new BundleVerifier(trust, new Failures(_ -> {}), _ -> {}).verify(folder).code();
    }
}
