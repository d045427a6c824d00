package io.affidavit.bench.edge;

import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.MarkdownTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// How long answers about spend take: `SpendBench [CALLS]`. A fresh gateway's read tables are
/// filled with made-up calls of thirty days, a hundred keys and three aliases; then it is asked
/// over HTTP.
public final class SpendBench {

    private static final int ROUNDS = 11;
    private static final double NANOS_PER_MILLI = 1e6;

    private static final List<String> QUESTIONS =
            List.of(
                    "/audit/spend",
                    "/admin/keys/key000000007/usage",
                    "/audit/spend?groupBy=alias&keyId=key000000007",
                    "/audit/spend?groupBy=orgId,day&from=2026-10-05&to=2026-10-06",
                    "/audit/spend?groupBy=orgId,alias",
                    "/audit/spend?groupBy=day&timeZone=Europe/Berlin",
                    "/audit/spend?groupBy=orgId&from=2026-10-05T10:30:00Z&to=2026-10-06T10:30:00Z",
                    "/audit/spend?groupBy=day&timeZone=Asia/Kolkata");

    private SpendBench() {}

    /// Runs it and prints a table.
    public static void main(String[] words) throws Exception {
        int calls = words.length > 0 ? Integer.parseInt(words[0]) : 1_000_000;
        WorkDirectory work = WorkDirectory.create();
        try (Gateway gateway = Gateway.start(Options.parse(List.of()), work.path());
                AdminClient admin = new AdminClient(gateway.controlUrl(), gateway.token());
                LiveDatabase database = LiveDatabase.open(gateway.status().get("database"))) {
            MadeUpCalls.fill(database, calls);
            System.out.println(database.durability());
            System.out.println(calls + " calls in " + MadeUpCalls.sums(database) + " sums");
            System.out.println(answers(admin));
            System.out.println("load average " + MachineClock.loadAverage());
        }
        work.delete();
    }

    private static MarkdownTable answers(AdminClient admin)
            throws IOException, InterruptedException {
        MarkdownTable table = new MarkdownTable("question", "first ms", "median ms");
        for (String question : QUESTIONS) {
            List<Long> nanos = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                long began = System.nanoTime();
                admin.get(question);
                nanos.add(System.nanoTime() - began);
            }
            long first = nanos.getFirst();
            Collections.sort(nanos);
            table.row(question, millis(first), millis(nanos.get(ROUNDS / 2)));
        }
        return table;
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / NANOS_PER_MILLI);
    }
}
