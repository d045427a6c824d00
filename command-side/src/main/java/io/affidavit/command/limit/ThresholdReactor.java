package io.affidavit.command.limit;

import io.affidavit.schemas.access.AccessCommand;
import io.affidavit.schemas.access.AccessCommand.ReportExhaustion;
import io.affidavit.schemas.access.AccessCommand.ReportThreshold;
import io.affidavit.schemas.call.LimitExceeded;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.value.LimitId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts crossed thresholds and exhausted limits on record. The ledger tells it at once. A threshold
/// that it was told of and could not record before its process ended, or for which its queue had no
/// room, a look at the accounts finds; of an exhausted limit the next refusal tells again. Telling
/// twice changes nothing, so what it remembers only spares commands.
public final class ThresholdReactor implements LimitNews, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ThresholdReactor.class);
    private static final int QUEUE_MAX = 10_000;
    private static final long PATIENCE_SECONDS = 5;
    private static final int MAX_LIMITS = 10_000;

    private final DataSource source;
    private final Supplier<CommandGateway> commands;
    private final Clock clock;
    private final BlockingQueue<AccessCommand> told = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Map<LimitId, Long> exhausted = new ConcurrentHashMap<>(); // the last window told
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

    @Override
    public void crossed(Crossing crossing) {
        if (!told.offer(command(crossing))) {
            incomplete = true;
        }
    }

    @Override
    public void exhausted(Exhaustion exhaustion) {
        LimitExceeded exceeded = exhaustion.exceeded();
        Long last = exhausted.get(exceeded.limit());
        if (last != null && last >= exhaustion.bucket()) {
            return;
        }
        if (exhausted.size() >= MAX_LIMITS) {
            exhausted.clear();
        }
        ReportExhaustion command =
                new ReportExhaustion(
                        exceeded.limit(),
                        exhaustion.bucket(),
                        exceeded.spent(),
                        exceeded.held(),
                        exceeded.needed(),
                        exceeded.amount());
        if (told.offer(command)) {
            exhausted.put(exceeded.limit(), exhaustion.bucket());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                AccessCommand command = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (command != null) {
                    report(command);
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
            reached().forEach(crossing -> report(command(crossing)));
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

    private static ReportThreshold command(Crossing crossing) {
        return new ReportThreshold(
                crossing.limit(),
                crossing.percent(),
                crossing.bucket(),
                crossing.used(),
                crossing.amount());
    }

    private void report(AccessCommand command) {
        try {
            commands.get()
                    .sendAndWait(
                            GenericCommandMessage.asCommandMessage(command)
                                    .withMetaData(Actor.SYSTEM.metaData()));
        } catch (RuntimeException e) {
            incomplete = true;
            exhausted.clear(); // the next refusal tells again
            log.atWarn()
                    .addKeyValue("command", command.getClass().getSimpleName())
                    .log("use of a limit not recorded this time: {}", e.getMessage());
        }
    }
}
