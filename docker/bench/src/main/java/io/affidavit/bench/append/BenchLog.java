package io.affidavit.bench.append;

import io.affidavit.bench.measure.GrowingTables;
import io.affidavit.bench.measure.ProcessTree;
import io.affidavit.command.evidence.AppendLedger;
import io.affidavit.command.evidence.EvidenceLog;
import io.affidavit.command.evidence.KeyDirectory;
import io.affidavit.command.evidence.RetryingCommandBus;
import io.affidavit.projections.seal.SealKeys;
import io.affidavit.projections.seal.SealReports;
import io.affidavit.projections.seal.SealState;
import io.affidavit.projections.seal.Sealer;
import io.affidavit.schemas.evidence.LogGuard;
import io.affidavit.schemas.value.VirtualKeyId;
import io.affidavit.solo.data.DataDirectory;
import io.affidavit.solo.data.KeyFiles;
import io.affidavit.solo.data.SecretFile;
import io.affidavit.solo.database.Migrations;
import io.affidavit.solo.database.Provisioning;
import io.affidavit.solo.database.Role;
import io.affidavit.solo.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// The product's own server and log, in a temporary folder or in a gateway's data directory.
public final class BenchLog implements AutoCloseable {

    private static final List<String> SETTINGS =
            List.of(
                    "server_version",
                    "fsync",
                    "full_page_writes",
                    "synchronous_commit",
                    "data_checksums");

    private static final String BACKEND = "select pid from pg_stat_activity where usename = ?";

    private static final int FILLERS = 128;

    private final EmbeddedPostgres postgres;
    private final EvidenceLog log;
    private final CommandGateway commands;
    private final BenchCalls calls;
    private final DataDirectory directory;
    private final String url;
    private final @Nullable Path temporary;

    private BenchLog(
            EmbeddedPostgres postgres,
            EvidenceLog log,
            DataDirectory directory,
            String url,
            @Nullable Path temporary) {
        this.postgres = postgres;
        this.log = log;
        this.directory = directory;
        this.url = url;
        this.temporary = temporary;
        RetryingCommandBus bus = RetryingCommandBus.create();
        bus.subscribe(
                PublishEvents.class.getName(),
                message -> {
                    publish(((PublishEvents) message.getPayload()).events());
                    return null;
                });
        this.commands = DefaultCommandGateway.builder().commandBus(bus).build();
        this.calls = new BenchCalls(log.store(), bus);
    }

    /// A command whose handler only publishes.
    private record PublishEvents(List<DomainEventMessage<?>> events) {}

    static BenchLog start() throws IOException, SQLException {
        Path root = Files.createTempDirectory("affidavit-append-bench");
        return open(root.resolve("data"), root);
    }

    /// The log of a gateway that does not run.
    public static BenchLog open(Path data) throws SQLException {
        return open(data, null);
    }

    private static BenchLog open(Path data, @Nullable Path temporary) throws SQLException {
        DataDirectory directory = DataDirectory.open(data);
        new KeyFiles(directory.keys()).createMissing();
        EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
        Provisioning.run(postgres.superuser("postgres"), directory.passwords());
        String url =
                "jdbc:postgresql://"
                        + postgres.host()
                        + ':'
                        + postgres.port()
                        + '/'
                        + Provisioning.DATABASE;
        Migrations.of(url, directory.passwords()).run();
        EvidenceLog log =
                EvidenceLog.start(
                        new EvidenceLog.Parts(
                                source(url, Role.WRITER, directory),
                                source(url, Role.VAULT, directory),
                                new KeyDirectory(directory.keys()),
                                AppendLedger.NONE,
                                LogGuard.NONE,
                                Clock.systemUTC()),
                        new EvidenceLog.Settings("bench.local", 4_096, Duration.ofSeconds(30)),
                        "benchbenchbench0");
        return new BenchLog(postgres, log, directory, url, temporary);
    }

    /// This JVM with the server below it.
    ProcessTree processes() {
        return new ProcessTree(ProcessHandle.current().pid());
    }

    /// The settings that durability hangs on, as the server itself states them.
    String server() throws SQLException {
        StringJoiner said = new StringJoiner(" · ");
        try (Connection connection = postgres.superuser("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                try (ResultSet row = statement.executeQuery("show " + setting)) {
                    row.next();
                    said.add(setting + ' ' + row.getString(1));
                }
            }
        }
        return said.toString();
    }

    /// See [GrowingTables].
    void holdOffVacuum() throws SQLException {
        try (Connection connection = postgres.superuser(Provisioning.DATABASE).getConnection()) {
            GrowingTables.holdOffVacuum(connection);
        }
    }

    /// Opens connections of the auditor's role.
    DataSource reader() {
        return source(url, Role.READER, directory);
    }

    /// A sealer with the product's own pace, not yet started.
    Sealer sealer(SealState state) {
        return new Sealer(
                new Sealer.Parts(
                        source(url, Role.SEALER, directory),
                        SealKeys.read(directory.keys()),
                        directory.anchor(),
                        InstantSource.system(),
                        state,
                        new SealReports(RetryingCommandBus::create)),
                new Sealer.Pace(Duration.ofMillis(500), Duration.ofHours(1)));
    }

    /// Seals everything that was appended.
    void seal() throws InterruptedException, SQLException {
        SealState state = new SealState(Duration.ofSeconds(1));
        try (Sealer sealer = sealer(state)) {
            sealer.start();
            awaitSealed(state);
        }
    }

    /// Waits until a sealer has sealed everything.
    void awaitSealed(SealState state) throws InterruptedException, SQLException {
        while (state.sealed() < size()) {
            Thread.sleep(50);
        }
    }

    /// Process id of the server's end of the sealer's connection.
    long sealingBackend() throws SQLException {
        try (Connection connection = postgres.superuser("postgres").getConnection();
                PreparedStatement select = connection.prepareStatement(BACKEND)) {
            select.setString(1, Role.SEALER.login());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    void appendDirectly() {
        publish(BenchCalls.wholeCall(List.of()));
    }

    void appendWithPart() {
        publish(BenchCalls.wholeCall(List.of(BenchCalls.body("request"))));
    }

    void appendByCommand() {
        commands.sendAndWait(
                new GenericCommandMessage<>(new PublishEvents(BenchCalls.wholeCall(List.of()))));
    }

    void callByCommands() {
        calls.call();
    }

    /// Puts in so many whole calls, of these keys in turns.
    ///
    /// @param keys ids of keys of organization `bench`
    public void fill(int calls, List<String> keys) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < FILLERS; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                int call = next.getAndIncrement();
                                while (call < calls) {
                                    VirtualKeyId key =
                                            new VirtualKeyId(keys.get(call % keys.size()));
                                    publish(BenchCalls.wholeCall(key, List.of()));
                                    call = next.getAndIncrement();
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /// Records in the log.
    public long size() throws SQLException {
        try (Connection connection = reader().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select size from evidence.head")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void publish(List<DomainEventMessage<?>> events) {
        log.store().publish(events);
    }

    private static DataSource source(String url, Role role, DataDirectory directory) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        source.setUser(role.login());
        source.setPassword(SecretFile.read(role.passwordFile(directory.passwords())));
        return source;
    }

    @Override
    public void close() throws IOException {
        log.close();
        postgres.stop();
        if (temporary == null) {
            return;
        }
        try (var files = Files.walk(temporary)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
