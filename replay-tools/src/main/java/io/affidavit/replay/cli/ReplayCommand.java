package io.affidavit.replay.cli;

import io.affidavit.replay.bundle.BundleVerifier;
import io.affidavit.replay.bundle.Verdict;
import io.affidavit.replay.rerun.Decision;
import io.affidavit.replay.rerun.DecisionReplay;
import io.affidavit.replay.verify.Failure;
import io.affidavit.replay.verify.Failures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `affidavit replay`.
@Command(
        name = "replay",
        description =
                "Makes every decision of a call again, from recorded inputs alone, and says whether"
                        + " the recorded one follows. A bundle is verified first, and needs neither a"
                        + " network nor an installation.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every decision follows",
            "1:usage or I/O, or no such call",
            "3:every decision follows; the bundle is good by its own keys alone",
            "4:none differs, but an input of some is not among the records",
            "32:the call's history was changed or is incomplete",
            "35:a recorded decision does not follow",
            "others:the bundle is not sound, as `verify` says"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final Set<Integer> SOUND = Set.of(0, 3, 4);
    private static final int NOT_SHOWN = 4;
    private static final int CHAIN = 32;
    private static final int DIFFERS = 35;

    @Mixin private final Invocation invocation = new Invocation();

    @Mixin private final TrustOptions trust = new TrustOptions();

    @Parameters(
            paramLabel = "CALL|BUNDLE",
            description = "Id of a call (or `last`), or a bundle's zip file or folder.")
    private String subject = "";

    @Option(names = "--json", description = "One JSON object for machines.")
    private boolean json;

    private @Nullable ProgressLine progress;
    private long keptBack;
    private final List<Decision> decisions = new ArrayList<>();
    private final Map<Decision.Verdict, Long> counts = new EnumMap<>(Decision.Verdict.class);

    /// The answer for machines.
    ///
    /// @param keptBack records that the bundle does not show, which may hold decisions
    record Answer(
            int code,
            long follows,
            long differs,
            long notShown,
            long keptBack,
            List<Line> decisions) {

        /// One decision.
        record Line(
                String position,
                String type,
                String what,
                String verdict,
                String rule,
                String told) {}
    }

    @Override
    public Integer call() {
        int sound = Files.exists(Path.of(subject)) ? bundle(Path.of(subject)) : online();
        int code = SOUND.contains(sound) ? code(sound) : sound;
        PrintWriter out = invocation.out();
        if (json) {
            out.println(new JsonMapper().writeValueAsString(answer(code)));
        } else {
            if (keptBack > 0) {
                out.println(
                        "NOT SHOWN records kept back: %d; what they decided is not known here"
                                .formatted(keptBack));
            }
            out.println(
                    "%s %d decisions follow, %d differ, %d not shown"
                            .formatted(
                                    word(code),
                                    count(Decision.Verdict.FOLLOWS),
                                    count(Decision.Verdict.DIFFERS),
                                    count(Decision.Verdict.NOT_SHOWN)));
        }
        return code;
    }

    private int code(int sound) {
        if (count(Decision.Verdict.DIFFERS) > 0) {
            return DIFFERS;
        }
        return count(Decision.Verdict.NOT_SHOWN) > 0 || keptBack > 0 ? NOT_SHOWN : sound;
    }

    private static String word(int code) {
        return SOUND.contains(code) ? "OK" : code == DIFFERS ? "DIFFERS" : "NOT SOUND";
    }

    /// Verifies and replays in one pass.
    private int bundle(Path bundle) {
        List<Failure> listed = new ArrayList<>();
        Failures failures = new Failures(listed::add);
        ProgressLine line = ProgressLine.ofBundle(invocation.err());
        progress = line;
        RecordFeed feed = new RecordFeed(new DecisionReplay(this::take));
        Verdict verdict;
        try {
            verdict =
                    new BundleVerifier(trust.trust(), failures, feed::accept)
                            .verify(bundle, line::bytes);
        } catch (IOException e) {
            throw new CommandFailure(bundle + ": cannot be read: " + e.getMessage(), e);
        }
        line.clear();
        PrintWriter out = json ? invocation.err() : invocation.out();
        listed.forEach(failure -> out.println(failure.line()));
        keptBack = verdict.withheld();
        return verdict.code();
    }

    private int online() {
        ControlPlane plane = invocation.installation().controlPlane();
        return new OnlineStory(plane, subject).replay(new DecisionReplay(this::take)) ? 0 : CHAIN;
    }

    private void take(Decision decision) {
        counts.merge(decision.verdict(), 1L, Long::sum);
        if (json) {
            if (decisions.size() < Failures.MAX_LISTED) {
                decisions.add(decision);
            }
        } else {
            if (progress != null) {
                progress.clear();
            }
            invocation.out().println(Failure.visible(line(decision)));
        }
    }

    private long count(Decision.Verdict verdict) {
        return counts.getOrDefault(verdict, 0L);
    }

    private static String line(Decision decision) {
        return "%-9s #%d %s %s by %s: %s"
                .formatted(
                        decision.verdict().word().replace('_', ' ').toUpperCase(Locale.ROOT),
                        decision.position(),
                        decision.type(),
                        decision.what().word(),
                        decision.rule(),
                        decision.told());
    }

    private Answer answer(int code) {
        return new Answer(
                code,
                count(Decision.Verdict.FOLLOWS),
                count(Decision.Verdict.DIFFERS),
                count(Decision.Verdict.NOT_SHOWN),
                keptBack,
                decisions.stream()
                        .map(each ->
                                new Answer.Line(
                                        Long.toString(each.position()),
                                        each.type(),
                                        each.what().word(),
                                        each.verdict().word(),
                                        each.rule(),
                                        each.told()))
                        .toList());
    }
}
