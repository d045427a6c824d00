package io.affidavit.command.limit;

import io.affidavit.schemas.access.AccessCommand.ReportThreshold;
import io.affidavit.schemas.serial.Actor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts crossed thresholds on record. The ledger tells it at once; what it was told and could not
/// record before its process ended, or for which its queue had no room, a look at the accounts
/// finds. Telling twice changes nothing, so it need not remember.
public final class ThresholdReactor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ThresholdReactor.class);
    private static final int QUEUE_MAX = 10_000;
    private static final long PATIENCE_SECONDS = 5;

    private final DataSource source;
    private final Supplier<CommandGateway> commands;
    private final Clock clock;
    private final BlockingQueue<Crossing> told = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Thread thread =
            Thread.ofPlatform().name("limit-thresholds").daemon().unstarted(this::run);
    private volatile boolean incomplete = true;

    ThresholdReactor(DataSource evidence, Supplier<CommandGateway> commands, Clock clock) {
        this.source = evidence;
        this.commands = commands;
        this.clock = clock;
    }

    /// Begins to record.
    public void start() {
        thread.start();
    }

    /// For the writer's thread: never waits.
    void crossed(Crossing crossing) {
        if (!told.offer(crossing)) {
            incomplete = true;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Crossing crossing = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (crossing != null) {
                    report(crossing);
                } else if (incomplete) {
                    sweep();
                }
            }
        } catch (InterruptedException e) {
            log.debug("thresholds are no longer reported");
        }
    }

    private void sweep() {
        incomplete = false;
        try {
            reached().forEach(this::report);
        } catch (SQLException | RuntimeException e) {
            incomplete = true;
            log.debug("accounts not looked at this time: {}", e.getMessage());
        }
    }

    private List<Crossing> reached() throws SQLException {
        List<Crossing> reached = new ArrayList<>();
        Instant now = clock.instant();
        try (Connection connection = source.getConnection()) {
            for (LimitAccount account : LimitTable.all(connection)) {
                long present = account.terms().bucket(now);
                long amount = account.amount(now);
                long used = account.counted(present).used();
                for (int percent : account.terms().thresholds()) {
                    if (used > 0 && used >= Thresholds.of(amount, percent)) {
                        reached.add(
                                new Crossing(
                                        account.terms().limit(),
                                        percent,
                                        Thresholds.span(account.terms().window(), present),
                                        used,
                                        amount));
                    }
                }
            }
        }
        return reached;
    }

    private void report(Crossing crossing) {
        ReportThreshold command =
                new ReportThreshold(
                        crossing.limit(),
                        crossing.percent(),
                        crossing.bucket(),
                        crossing.used(),
                        crossing.amount());
        try {
            commands.get()
                    .sendAndWait(
                            GenericCommandMessage.asCommandMessage(command)
                                    .withMetaData(Actor.SYSTEM.metaData()));
        } catch (RuntimeException e) {
            incomplete = true;
            log.atWarn()
                    .addKeyValue("limit", crossing.limit())
                    .log("threshold not recorded this time: {}", e.getMessage());
        }
    }
}
