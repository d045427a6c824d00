package io.affidavit.projections.seal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.affidavit.projections.testing.ReadDatabase;
import io.affidavit.projections.testing.Stories;
import io.affidavit.projections.testing.TestKeys;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.schemas.evidence.EvidenceCommand;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.LostTail;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.proof.SubtreeMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.springframework.jdbc.core.JdbcTemplate;

/// A log in a real database, its anchor in a real directory, and sealers over both.
final class SealHouse implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-25T15:00:00Z");

    /// The log that is opened behind the first.
    static final LogOrigin NEXT = LogOrigin.of("test.example", "fedcba9876543210", 2026);

    final ReadDatabase database = new ReadDatabase();
    private final HikariDataSource superuser = superuser(database);
    final JdbcTemplate sql = new JdbcTemplate(superuser);
    final TestLog log = new TestLog(sql, event -> {});
    final TestKeys keys = TestKeys.random();
    final SealState state = new SealState(Duration.ofSeconds(1));
    final List<Object> reported = new ArrayList<>();
    final Path directory;
    Duration interval = Duration.ofSeconds(1);
    Duration quiet = Duration.ofHours(1);
    private final SimpleCommandBus commands = SimpleCommandBus.builder().build();
    private int calls;

    SealHouse(Path directory) throws IOException {
        this.directory = directory;
        keys.write(directory.resolve("keys"));
        log.append(keys.opened());
        for (Class<?> command : EvidenceCommand.class.getPermittedSubclasses()) {
            commands.subscribe(command.getName(), message -> reported.add(message.getPayload()));
        }
    }

    /// One connection that stays, since hundreds of records are appended for a test.
    private static HikariDataSource superuser(ReadDatabase database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.database().superuserDataSource());
        config.setMaximumPoolSize(1);
        config.setConnectionInitSql("set synchronous_commit = off");
        return new HikariDataSource(config);
    }

    /// As a failing server would.
    void disconnectEverybody() {
        database.database().disconnectEverybody();
        superuser.getHikariPoolMXBean().softEvictConnections();
    }

    /// Appends records until the log has this size.
    void appendUpTo(long size) {
        while (log.size() < size) {
            log.append(
                    Stories.admitted(
                            Stories.call(calls, Stories.AT.plusMillis(calls)),
                            calls++ % 3,
                            "fast",
                            Stories.AT));
        }
    }

    /// Opens another log, whose first record says how the first one was left, and appends to it.
    void openBehind(LostTail left) {
        LogOpened named = keys.opened(NEXT);
        log.openNext(NEXT);
        log.append(
                new LogOpened(
                        named.origin(),
                        named.ed25519Key(),
                        named.mlDsa44Key(),
                        named.receiptKey(),
                        TestLog.ORIGIN.value(),
                        List.of(left),
                        List.of()));
        appendUpTo(5);
    }

    Sealer sealer() {
        return sealer("anchor", state);
    }

    /// A sealer that tells of each step.
    Sealer sealer(SealSteps steps) {
        return sealer("anchor", state, steps);
    }

    /// A sealer of another node, with an anchor of its own.
    Sealer sealer(String anchor, SealState itsState) {
        return sealer(anchor, itsState, SealSteps.NONE);
    }

    private Sealer sealer(String anchor, SealState itsState, SealSteps steps) {
        return new Sealer(
                new Sealer.Parts(
                        database.database().dataSource("affidavit_sealer"),
                        sealKeys(),
                        directory.resolve(anchor),
                        () -> NOW,
                        itsState,
                        new SealReports(() -> commands)),
                new Sealer.Pace(interval, quiet),
                steps);
    }

    SealKeys sealKeys() {
        return SealKeys.read(directory.resolve("keys"));
    }

    /// One step of a fresh sealer, as after a restart.
    void sealOnce() {
        sealOnce("anchor", state);
    }

    void sealOnce(String anchor, SealState itsState) {
        Sealer sealer = sealer(anchor, itsState);
        sealer.step();
        sealer.drop();
    }

    /// Published checkpoints, the oldest first.
    List<SignedNote> published() {
        return sql
                .queryForList("select note from seal.checkpoint order by size", byte[].class)
                .stream()
                .map(SignedNote::parse)
                .toList();
    }

    List<Path> anchored(String anchor) throws IOException {
        Path kept = directory.resolve(anchor).resolve("0");
        if (!Files.isDirectory(kept)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(kept)) {
            return files.sorted().toList();
        }
    }

    /// Changes what nobody may change, as a superuser can.
    void tamper(String statement, Object... values) {
        database.database()
                .execute(
                        "alter table evidence.record disable trigger all",
                        "alter table seal.checkpoint disable trigger all",
                        "alter table seal.tile disable trigger all");
        sql.update(statement, values);
    }

    /// Whether both lines hold, by the JDK's own cryptography.
    boolean isSigned(SignedNote note) {
        byte[] stamped = note.signatures().get(1).signature();
        long time = ByteBuffer.wrap(stamped).getLong();
        return note.signatures().size() == 2
                && verifies(
                        "Ed25519",
                        keys.ed25519(),
                        note.checkpoint().bytes(),
                        note.signatures().get(0).signature())
                && verifies(
                        "ML-DSA-44",
                        keys.mlDsa44(),
                        SubtreeMessage.of(TestLog.ORIGIN.value(), note.checkpoint(), time),
                        Arrays.copyOfRange(stamped, SubtreeMessage.TIME_BYTES, stamped.length));
    }

    private static boolean verifies(
            String algorithm, KeyPair pair, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(pair.getPublic());
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        superuser.close();
        database.close();
    }
}
