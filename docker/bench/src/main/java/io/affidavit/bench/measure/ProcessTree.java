package io.affidavit.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The CPU time that a process and everything it started have used so far, from their own clocks
/// (`utime`, `stime` and those of ended children in `/proc/PID/stat`, proc(5)). Linux only.
///
/// The root and what is below it are told apart: a gateway's JVM is the root, its PostgreSQL below.
///
/// @param pid the root
public record ProcessTree(long pid) {

    private static final Path PROC = Path.of("/proc");

    /// `USER_HZ`, which user space sees as 100 on every Linux port that runs a JVM.
    private static final long MILLIS_A_TICK = 10;

    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    /// Reads the clocks now. A resolution of 10 ms a process: measure for seconds.
    ///
    /// @throws IllegalStateException when the root has ended
    public Usage usage() {
        Map<Long, Ticks> all = processes();
        Ticks root = all.get(pid);
        if (root == null) {
            throw new IllegalStateException("process " + pid + " has ended");
        }
        long below = root.children();
        for (long child : descendants(all)) {
            Ticks ticks = all.get(child);
            below += ticks == null ? 0 : ticks.own() + ticks.children();
        }
        return new Usage(duration(root.own()), duration(below));
    }

    /// Every living process below the root.
    public Set<Long> descendants() {
        return descendants(processes());
    }

    private Set<Long> descendants(Map<Long, Ticks> all) {
        Set<Long> known = new HashSet<>(Set.of(pid));
        boolean grew = true;
        while (grew) {
            grew = false;
            for (var entry : all.entrySet()) {
                grew |= known.contains(entry.getValue().parent()) && known.add(entry.getKey());
            }
        }
        known.remove(pid);
        return known;
    }

    private static Map<Long, Ticks> processes() {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .flatMap(name -> read(name).stream())
                    .collect(Collectors.toMap(Ticks::pid, ticks -> ticks));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The name in parentheses may hold anything, so the fields start after the last one.
    private static Optional<Ticks> read(String pid) {
        try {
            Path file = PROC.resolve(pid).resolve("stat");
            String stat = Files.readString(file, StandardCharsets.ISO_8859_1);
            List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            return Optional.of(
                    new Ticks(
                            Long.parseLong(pid),
                            Long.parseLong(fields.get(PARENT)),
                            sum(fields, USER, SYSTEM),
                            sum(fields, CHILDREN_USER, CHILDREN_SYSTEM)));
        } catch (IOException e) { // it ended meanwhile
            return Optional.empty();
        }
    }

    private static long sum(List<String> fields, int one, int other) {
        return Long.parseLong(fields.get(one)) + Long.parseLong(fields.get(other));
    }

    private static Duration duration(long ticks) {
        return Duration.ofMillis(ticks * MILLIS_A_TICK);
    }

    private record Ticks(long pid, long parent, long own, long children) {}

    /// @param root CPU time of the root itself
    /// @param below CPU time of everything it started, ended processes included
    public record Usage(Duration root, Duration below) {

        /// What was used since `earlier`.
        public Usage since(Usage earlier) {
            return new Usage(root.minus(earlier.root), below.minus(earlier.below));
        }

        /// Root and everything below.
        public Duration total() {
            return root.plus(below);
        }
    }
}
