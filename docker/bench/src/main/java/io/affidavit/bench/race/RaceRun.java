package io.affidavit.bench.race;

import io.affidavit.bench.edge.AdminClient;
import io.affidavit.bench.nodes.Cluster;
import io.affidavit.bench.nodes.Node;
import io.affidavit.replay.fsck.AccountCheck;
import io.affidavit.replay.fsck.Fsck;
import io.affidavit.replay.verify.Failures;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// All races on one gateway, then on several that share a database, and then the audit of what they
/// left.
final class RaceRun {

    private static final int OK = 200;
    private static final int MAX_VOIDS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final PrintStream out;
    private final int repeats;
    private final int callers;
    private final boolean reset;
    private final List<String> complaints = new ArrayList<>();

    /// @param repeats how often each race is run
    /// @param callers calls of each race
    /// @param reset whether to wait for the end of a minute as well, which takes one
    RaceRun(PrintStream out, int repeats, int callers, boolean reset) {
        this.out = out;
        this.repeats = repeats;
        this.callers = callers;
        this.reset = reset;
    }

    /// Runs everything.
    ///
    /// @param work an empty directory
    /// @param sizes numbers of gateways, rising
    /// @return what went wrong, which is nothing when all is well
    List<String> run(Path work, List<Integer> sizes) throws Exception {
        try (Cluster cluster = new Cluster(work, port -> port);
                GatedProvider provider =
                        new GatedProvider(Tenant.INPUT_TOKENS, Tenant.OUTPUT_TOKENS);
                AdminClient admin = cluster.nodes().getFirst().admin()) {
            Tenant tenant = Tenant.make(admin, provider.baseUrl());
            for (int size : sizes) {
                while (cluster.nodes().size() < size) {
                    cluster.add();
                }
                awaitKey(cluster.nodes(), tenant);
                List<String> urls = cluster.nodes().stream().map(Node::dataUrl).toList();
                Crowd crowd = new Crowd(urls, tenant.key(), Tenant.BODY);
                Races races = new Races(admin, tenant, provider, crowd, callers);
                crowd.release(callers).outcome(); // so that no race is a gateway's very first
                provider.takeAsked();
                for (RaceCase race : RaceCase.all()) {
                    repeat(races, race);
                }
                if (reset) {
                    reset(cluster, races);
                }
            }
            audit(cluster);
        }
        return complaints;
    }

    private void repeat(Races races, RaceCase race) throws IOException, InterruptedException {
        int exact = 0;
        int voids = 0;
        String wrong = "";
        long began = System.nanoTime();
        for (int i = 0; i < repeats; i++) {
            Races.Result result = races.run(race);
            while (result.verdict() == Outcome.Verdict.VOID && voids < repeats + MAX_VOIDS) {
                voids++;
                result = races.run(race);
            }
            boolean isExact = result.verdict() == Outcome.Verdict.EXACT;
            exact += isExact ? 1 : 0;
            wrong = isExact ? wrong : result.toString();
        }
        String said =
                exact + " of " + repeats + " exact" + (voids > 0 ? ", " + voids + " void" : "");
        tell(races, race.name(), said, wrong, began);
    }

    private void reset(Cluster cluster, Races races)
            throws IOException, InterruptedException, SQLException {
        RaceCase minute = RaceCase.all().get(1);
        long began = System.nanoTime();
        String wrong = new Reset(cluster.superuser(), races).run(minute);
        String said = wrong.isEmpty() ? "10 more, none early" : "wrong";
        tell(races, minute.name() + ", its reset", said, wrong, began);
    }

    private void tell(Races races, String name, String said, String wrong, long began) {
        int nodes = races.crowd().urls().size();
        out.printf(
                Locale.ROOT,
                "%d node%s  %-28s %-24s %6.1f s  %s%n",
                nodes,
                nodes == 1 ? " " : "s",
                name,
                said,
                Duration.ofNanos(System.nanoTime() - began).toMillis() / 1e3,
                wrong);
        if (!wrong.isEmpty()) {
            complaints.add(nodes + " nodes, " + name + ": " + wrong);
        }
    }

    private void audit(Cluster cluster) throws IOException, SQLException {
        Failures failures = new Failures(failure -> complaints.add(failure.line()));
        new Fsck(cluster.superuser(), failures, (_, _) -> {}).run();
        new AccountCheck(cluster.superuser(), failures).run();
        out.println("fsck --accounts: exit " + failures.exitCode());
    }

    /// A key that was just made is known everywhere soon.
    private static void awaitKey(List<Node> nodes, Tenant tenant)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (Node node : nodes) {
                HttpRequest models =
                        HttpRequest.newBuilder(URI.create(node.dataUrl() + "/v1/models"))
                                .header("authorization", "Bearer " + tenant.key())
                                .build();
                long deadline = System.nanoTime() + PATIENCE.toNanos();
                HttpResponse<String> answer =
                        http.send(models, HttpResponse.BodyHandlers.ofString());
                while (answer.statusCode() != OK || !answer.body().contains(Tenant.ALIAS)) {
                    if (System.nanoTime() > deadline) {
                        throw new IllegalStateException("a gateway never learned of the key");
                    }
                    Thread.sleep(LOOK_AGAIN);
                    answer = http.send(models, HttpResponse.BodyHandlers.ofString());
                }
            }
        }
    }
}
