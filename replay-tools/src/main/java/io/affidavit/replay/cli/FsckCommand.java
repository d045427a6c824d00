package io.affidavit.replay.cli;

import io.affidavit.replay.fsck.AccountCheck;
import io.affidavit.replay.fsck.AuditedLog;
import io.affidavit.replay.fsck.Fsck;
import io.affidavit.replay.proof.TrustPolicy;
import io.affidavit.replay.verify.Failure;
import io.affidavit.replay.verify.Failures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `affidavit fsck`.
@Command(
        name = "fsck",
        description =
                "Reads every record again, derives everything that follows from them, and compares. Only"
                        + " reads; the gateway may go on.",
        exitCodeListHeading = "Exit codes (of the first step that fails):%n",
        exitCodeList = {
            "0:sound",
            "1:usage or I/O",
            "20:signature of a checkpoint",
            "21:a checkpoint of another log",
            "23:a log shorter or other than was signed: rollback or fork",
            "30:hash, place or tree of a record",
            "31:form of a record, or a column that repeats it",
            "32:link to the record before",
            "33:something is missing",
            "34:an account of a limit is not what the records add up to",
            "41:time runs backwards",
            "51:a stored ciphertext is not the recorded one",
            "60:a ciphertext is gone and no record says why"
        })
final class FsckCommand implements Callable<Integer> {

    @Mixin private final Invocation invocation = new Invocation();

    @Option(
            names = "--database",
            paramLabel = "JDBC_URL",
            description =
                    "The database; the login is the one in the URL, else the reading one of the data"
                            + " directory or of ~/.pgpass. Without it: the database of the gateway that"
                            + " runs on the data directory.")
    private @Nullable String database;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "Keys of the log (C2SP tlog-policy); else those that its first record names.")
    private @Nullable Path policy;

    @Option(
            names = "--anchor",
            paramLabel = "DIR",
            description =
                    "Checkpoints outside the database; else those of the data directory, if it has"
                            + " any. With --database only those of a directory that was named.")
    private @Nullable Path anchor;

    @Option(
            names = "--accounts",
            description = "Also derives what is spent and held of every limit.")
    private boolean accounts;

    @Option(names = "--json", description = "One JSON object for machines.")
    private boolean json;

    private int limits;

    @Override
    public Integer call() {
        PrintWriter out = invocation.out();
        List<Failure> listed = new ArrayList<>();
        ProgressLine progress = ProgressLine.to(invocation.err());
        Failures failures =
                new Failures(failure -> {
                    listed.add(failure);
                    if (!json) {
                        progress.clear();
                        out.println(failure.line());
                    }
                });
        Fsck.Seals seals = seals();
        List<AuditedLog> logs = audit(seals, failures, progress);
        progress.clear();
        if (json) {
            out.println(
                    new JsonMapper()
                            .writeValueAsString(
                                    FsckAnswer.of(failures, listed, logs, seals.anchor())));
        } else {
            report(out, failures, logs, seals.anchor());
            if (accounts) {
                out.println("limits=" + limits + " derived again from the records");
            }
        }
        return failures.exitCode();
    }

    private List<AuditedLog> audit(Fsck.Seals seals, Failures failures, ProgressLine progress) {
        DataSource reader = AuditDatabase.of(database, invocation.installation());
        try {
            List<AuditedLog> logs = new Fsck(reader, failures, progress, seals).run();
            if (accounts) {
                limits = new AccountCheck(reader, failures).run();
            }
            return logs;
        } catch (SQLException e) {
            throw new CommandFailure("the database cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandFailure("cannot be read: " + e.getMessage(), e);
        }
    }

    private Fsck.Seals seals() {
        return new Fsck.Seals(
                policy == null ? null : InputFiles.parsed(policy, TrustPolicy::parse),
                anchor != null ? anchor : ownAnchor());
    }

    /// The directory that lies here by chance may belong to another database.
    private @Nullable Path ownAnchor() {
        boolean belongs = database == null || invocation.namesInstallation();
        return belongs ? invocation.installation().anchor().orElse(null) : null;
    }

    private static void report(
            PrintWriter out, Failures failures, List<AuditedLog> logs, @Nullable Path anchor) {
        if (failures.count() > Failures.MAX_LISTED) {
            out.println(failures.count() - Failures.MAX_LISTED + " more failures are not listed");
        }
        for (AuditedLog log : logs) {
            out.println(
                    "%s size=%d root=%s events=%d parts=%d open=%d log=%s anchor=%s"
                            .formatted(
                                    failures.count() == 0 ? "OK" : "NOT SOUND",
                                    log.size(),
                                    log.root(),
                                    log.size(),
                                    log.parts(),
                                    log.openCalls(),
                                    log.origin(),
                                    anchor == null ? "none" : anchor));
        }
    }
}
