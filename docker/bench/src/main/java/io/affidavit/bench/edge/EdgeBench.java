package io.affidavit.bench.edge;

import io.affidavit.bench.measure.ProcessTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// Measures calls through a fresh gateway on this machine and prints a report;
/// `docker/bench/README.md` says what each figure means.
public final class EdgeBench {

    private static final int USAGE = 1;
    private static final int WRONG = 2;

    private EdgeBench() {}

    /// Ends with 0 when every call was answered and counted, 2 when not, 1 when it could not run.
    public static void main(String[] words) throws Exception {
        try {
            Options options = Options.parse(List.of(words));
            WorkDirectory work = WorkDirectory.create();
            System.err.println("bench: working in " + work.path());
            EdgeReport report = run(options, work.path());
            System.out.println(report.text());
            if (!report.isSound()) {
                System.exit(WRONG);
            }
            work.delete();
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println("bench: " + e.getMessage());
            System.err.print(e instanceof IllegalArgumentException ? Options.USAGE : "");
            System.exit(USAGE);
        }
    }

    private static EdgeReport run(Options options, Path work)
            throws IOException, InterruptedException, SQLException {
        Process mock = startMock(options.gap());
        int mockPort = Integer.parseInt(mock.inputReader(StandardCharsets.US_ASCII).readLine());
        String mockUrl = "http://127.0.0.1:" + mockPort;
        try (Gateway gateway = Gateway.start(options, work);
                AdminClient admin =
                        new AdminClient(
                                gateway.controlUrl(), gateway.token(), gateway.certificate());
                LiveDatabase database = LiveDatabase.open(gateway.status().get("database"))) {
            Setup setup = Setup.make(admin, options.protocol(), mockUrl + "/v1");
            SpendView spend = new SpendView(admin, setup.keyId());
            EdgeReport report =
                    new EdgeReport(options, database.durability(), Files.getFileStore(work).type());
            try (LoadClient direct = new LoadClient(Target.of(mockUrl, setup.key(), Setup.ALIAS));
                    LoadClient through =
                            new LoadClient(
                                    Target.of(gateway.dataUrl(), setup.key(), Setup.ALIAS),
                                    gateway.certificate())) {
                Meter meter =
                        new Meter(
                                new ProcessTree(gateway.process().pid()),
                                new ProcessTree(mock.pid()),
                                database,
                                spend);
                new Rounds(options, direct, through, meter).run(report);
            }
            report.compareWith(spend.calls());
            return report;
        } finally {
            mock.destroy();
        }
    }

    /// A JVM of its own, so that its CPU time is told apart; it ends with us.
    static Process startMock(Duration gap) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MockUpstream.class.getName(),
                        "0",
                        String.valueOf(gap.toMillis()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
