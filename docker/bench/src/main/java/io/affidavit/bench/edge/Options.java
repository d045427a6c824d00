package io.affidavit.bench.edge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/// The words after `docker/bench/run edge`.
///
/// @param duration length of each window
/// @param warmUp length of the warm-up
/// @param rounds how often each step is measured
/// @param groups chosen keys of [Step#GROUPS], in order
/// @param protocol the mock's: `openai` passes calls on, `anthropic` translates them
/// @param gap pause of the mock between the events of a stream
/// @param port port of the gateway, 0 for any free one
/// @param jvmFlags added to the gateway's JVM, for a profile or a comparison
/// @param launcher the command that starts the gateway
/// @param tls whether both of its ports speak TLS
record Options(
        Duration duration,
        Duration warmUp,
        int rounds,
        List<String> groups,
        String protocol,
        Duration gap,
        int port,
        String jvmFlags,
        Path launcher,
        boolean tls) {

    static final String USAGE =
            """
            usage: docker/bench/run edge [options]

              --duration 15      seconds of each window
              --warmup 30        seconds of warm-up before the first one; up to four times as
                                 long where that brings fewer than 40,000 calls
              --rounds 3         how often each step is measured
              --steps closed,open,streams
                                 which ones; of closed also c1, c16 or c64 alone
              --protocol openai  the mock's protocol; with anthropic calls are translated
              --gap 0            milliseconds between two events of a stream
              --port 0           port of the gateway, 0 for any free one
              --jvm FLAGS        further flags of the gateway's JVM, as one word
              --launcher FILE    the command that starts the gateway, ./affidavit by default
              --tls              the gateway speaks TLS; the mock never does
            """;

    private static final Options DEFAULTS =
            new Options(
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(30),
                    3,
                    List.of("closed", "open", "streams"),
                    "openai",
                    Duration.ZERO,
                    0,
                    "",
                    Path.of("affidavit"),
                    false);

    /// @throws IllegalArgumentException when a word is not understood
    static Options parse(List<String> words) {
        Options options = DEFAULTS;
        Deque<String> rest = new ArrayDeque<>(words);
        while (!rest.isEmpty()) {
            String name = rest.pop();
            if (name.equals("--tls")) {
                options = options.withTls();
                continue;
            }
            if (rest.isEmpty()) {
                throw new IllegalArgumentException(name + ": needs a value");
            }
            options = options.with(name, rest.pop());
        }
        return options;
    }

    private Options withTls() {
        return new Options(
                duration, warmUp, rounds, groups, protocol, gap, port, jvmFlags, launcher, true);
    }

    private Options with(String name, String value) {
        Duration newDuration = duration;
        Duration newWarmUp = warmUp;
        int newRounds = rounds;
        List<String> newGroups = groups;
        String newProtocol = protocol;
        Duration newGap = gap;
        int newPort = port;
        String newFlags = jvmFlags;
        Path newLauncher = launcher;
        switch (name) {
            case "--duration" -> newDuration = Duration.ofSeconds(number(name, value, 1, 600));
            case "--warmup" -> newWarmUp = Duration.ofSeconds(number(name, value, 0, 600));
            case "--rounds" -> newRounds = number(name, value, 1, 100);
            case "--steps" -> newGroups = groups(value);
            case "--protocol" -> newProtocol = protocol(value);
            case "--gap" -> newGap = Duration.ofMillis(number(name, value, 0, 1000));
            case "--port" -> newPort = number(name, value, 0, 65_535);
            case "--jvm" -> newFlags = value;
            case "--launcher" -> newLauncher = Path.of(value);
            default -> throw new IllegalArgumentException(name + ": not understood");
        }
        return new Options(
                newDuration,
                newWarmUp,
                newRounds,
                newGroups,
                newProtocol,
                newGap,
                newPort,
                newFlags,
                newLauncher,
                tls);
    }

    private static List<String> groups(String value) {
        List<String> chosen = List.of(value.split(",", -1));
        if (!Step.GROUPS.keySet().containsAll(chosen)) {
            throw new IllegalArgumentException(
                    "--steps: "
                            + value
                            + " (expected: some of "
                            + new TreeSet<>(Step.GROUPS.keySet())
                            + ")");
        }
        return chosen;
    }

    private static String protocol(String value) {
        if (!value.equals("openai") && !value.equals("anthropic")) {
            throw new IllegalArgumentException(
                    "--protocol: " + value + " (expected: openai or anthropic)");
        }
        return value;
    }

    private static int number(String name, String text, int min, int max) {
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) { // told below
        }
        throw new IllegalArgumentException(
                name + ": " + text + " (expected: " + min + " to " + max + ")");
    }
}
