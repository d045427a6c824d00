package io.affidavit.bench.append;

import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.MarkdownTable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// The append benchmark: `AppendBench [--seconds N] [--callers N] [--rounds N] [--only NAME]`.
///
/// | name | what one append is |
/// | --- | --- |
/// | `log` | five events of a call, handed to the event store without a command |
/// | `part` | the same with one sealed part of 1 KB |
/// | `axon` | the same five events published by a command handler: the difference to `log` is Axon |
/// | `calls` | two commands of a call through its aggregate, three and two events, two parts |
/// | `paced` | `log` at 10,000 events/s offered, for the latency |
public final class AppendBench {

    private static final int EVENTS = 5;
    private static final int PACED_APPENDS = 2_000;
    private static final Duration WARM_UP = Duration.ofSeconds(6);

    private AppendBench() {}

    /// Runs it and prints a table.
    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.parse(args);
        try (BenchLog log = BenchLog.start()) {
            System.out.println(log.server());
            Work[] works = {
                new Work("log", EVENTS, 0, log::appendDirectly),
                new Work("part", EVENTS, 0, log::appendWithPart),
                new Work("axon", EVENTS, 0, log::appendByCommand),
                new Work("calls", EVENTS, 0, log::callByCommands),
                new Work("paced", EVENTS, PACED_APPENDS, log::appendDirectly)
            };
            MarkdownTable table =
                    new MarkdownTable(
                            "append",
                            "events/s",
                            "appends/s",
                            "p50 ms",
                            "p99 ms",
                            "JVM µs",
                            "PostgreSQL µs",
                            "other cores");
            for (int round = 0; round < arguments.rounds(); round++) {
                for (Work work : works) {
                    if (arguments.only().isEmpty() || arguments.only().equals(work.name())) {
                        if (round == 0) {
                            Load.run(work, arguments.callers(), WARM_UP, log.processes());
                        }
                        table.row(
                                Load.run(
                                                work,
                                                arguments.callers(),
                                                Duration.ofSeconds(arguments.seconds()),
                                                log.processes())
                                        .cells());
                    }
                }
            }
            System.out.println(table);
            System.out.println("load average " + MachineClock.loadAverage());
        }
        System.exit(0); // Axon leaves a thread behind
    }

    /// What is measured.
    ///
    /// @param name first column
    /// @param events events of one append
    /// @param rate appends offered per second, 0 for as many as go
    /// @param append makes one
    record Work(String name, int events, int rate, Runnable append) {}

    private record Arguments(int seconds, int callers, int rounds, String only) {

        static Arguments parse(String[] args) {
            Deque<String> words = new ArrayDeque<>(Arrays.asList(args));
            Arguments arguments = new Arguments(10, 64, 1, "");
            while (words.size() > 1) {
                String name = words.remove();
                String value = words.remove();
                arguments =
                        switch (name) {
                            case "--seconds" -> arguments.seconds(Integer.parseInt(value));
                            case "--callers" -> arguments.callers(Integer.parseInt(value));
                            case "--rounds" -> arguments.rounds(Integer.parseInt(value));
                            case "--only" -> arguments.only(value);
                            default -> throw new IllegalArgumentException(name + ": unknown");
                        };
            }
            return arguments;
        }

        private Arguments seconds(int value) {
            return new Arguments(value, callers, rounds, only);
        }

        private Arguments callers(int value) {
            return new Arguments(seconds, value, rounds, only);
        }

        private Arguments rounds(int value) {
            return new Arguments(seconds, callers, value, only);
        }

        private Arguments only(String value) {
            return new Arguments(seconds, callers, rounds, value);
        }
    }
}
