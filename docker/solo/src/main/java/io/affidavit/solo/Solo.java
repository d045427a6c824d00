package io.affidavit.solo;

import io.affidavit.edge.tls.CertificateKeeper;
import io.affidavit.solo.RunFile.Database;
import io.affidavit.solo.RunFile.State;
import io.affidavit.solo.RunFile.Tls;
import io.affidavit.solo.data.DataDirectory;
import io.affidavit.solo.data.DirectoryLock;
import io.affidavit.solo.data.ExportFiles;
import io.affidavit.solo.data.KeyFiles;
import io.affidavit.solo.data.SecretFile;
import io.affidavit.solo.data.StartRefused;
import io.affidavit.solo.postgres.EmbeddedPostgres;
import io.affidavit.solo.settings.SettingsFile;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One installation's process, from the lock of its data directory to its open ports.
///
/// Each step of the start says how it is undone; the stop undoes them in reverse, whichever step
/// the start had reached.
final class Solo {

    private static final Logger LOG = LoggerFactory.getLogger(Solo.class);

    private final Arguments arguments;
    private final DataDirectory data;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private boolean stopped;
    private volatile boolean ready;

    /// @throws StartRefused when the data directory cannot be used
    Solo(Arguments arguments) {
        this.arguments = arguments;
        this.data = DataDirectory.open(arguments.data());
    }

    /// Starts everything, in the order in which each part needs the one before.
    ///
    /// @return what to tell whoever started it
    /// @throws StartRefused with a reason that can be removed
    Greeting start() {
        step(() -> DirectoryLock.take(data), DirectoryLock::close);
        LogFiles.writeTo(data.logs());
        SettingsFile file = SettingsFile.read(data.settings());
        RunFile run = new RunFile(data.runFile());
        step(() -> run, RunFile::remove);
        run.write(state("starting", null, null));
        FixedSettings.check(file);
        KeyFiles keys = new KeyFiles(file.keysDirectory(data.keys()));
        SecretFile.createOperatorToken(data.operatorToken());
        String scrapeToken = SecretFile.readOrCreate(data.scrapeToken());
        Store store = store(file, keys);
        new ExportFiles(keys.directory()).createMissing();
        Database database = store.database();
        if (arguments.rebuild()) {
            Rebuild.empty(database);
        }
        Path anchor = file.anchorDirectory(data.anchor());
        AnchorCheck.run(database, keys.directory(), anchor);
        FixedSettings fixed =
                new FixedSettings(arguments, data, database, keys.directory(), anchor);
        Rooms rooms = step(() -> Rooms.open(fixed.values(), file.properties()), Rooms::close);
        completeFirstStart(store, rooms, keys);
        if (arguments.rebuild()) {
            rooms.rebuild().await(this::isStopped);
        }
        SelfCheck.run(rooms.control(data.certificate()), scrapeToken);
        certify(rooms, () -> runs(run, state("ready", rooms, database)));
        run.write(state("ready", rooms, database));
        step(() -> run, stopping -> stopping.write(state("stopping", rooms, database)));
        ready = true;
        return new Greeting(
                data, rooms.data(data.certificate()), rooms.control(data.certificate()));
    }

    /// Whether the start went well; an end after that is an orderly one.
    boolean wasReady() {
        return ready;
    }

    private boolean isStopped() {
        synchronized (undo) {
            return stopped;
        }
    }

    /// Undoes whatever was done, the servers first and the database last. One part that fails does
    /// not keep the others from ending.
    void stop() {
        synchronized (undo) {
            stopped = true;
            while (!undo.isEmpty()) {
                try {
                    undo.pop().run();
                } catch (RuntimeException e) {
                    LOG.error("a part did not stop in order", e);
                }
            }
        }
    }

    /// A signal may come at any time of the start: it waits for the step at hand and ends the
    /// start.
    private <T> T step(Supplier<T> action, Consumer<T> undoing) {
        synchronized (undo) {
            if (stopped) {
                throw new StartRefused("stopped while starting");
            }
            T result = action.get();
            undo.push(() -> undoing.accept(result));
            return result;
        }
    }

    private Store store(SettingsFile file, KeyFiles keys) {
        String said = arguments.database();
        String external = said == null ? file.value(DatabaseProperties.URL) : said;
        if (external != null) {
            return ExternalStore.of(data, external, file, keys);
        }
        EmbeddedPostgres postgres =
                step(() -> EmbeddedPostgres.start(data), EmbeddedPostgres::stop);
        return EmbeddedStore.of(data, postgres, keys);
    }

    private void certify(Rooms rooms, Runnable changed) {
        CertificateKeeper keeper = rooms.certificates();
        ServedCertificate served = new ServedCertificate(data.certificate());
        served.remove(); // of a process that was killed
        if (keeper != null) {
            step(() -> served, ServedCertificate::remove);
            served.follow(keeper);
            keeper.onChange(changed);
        }
    }

    /// A process that is ending has another word to say.
    private void runs(RunFile run, State state) {
        synchronized (undo) {
            if (!stopped) {
                run.write(state);
            }
        }
    }

    /// `demo.key` is written before the key is issued, and the store's mark after: only the first
    /// start, or its continuation, issues one, even when somebody deleted the file.
    private void completeFirstStart(Store store, Rooms rooms, KeyFiles keys) {
        if (store.isFirstStart()) {
            byte[] pepper =
                    HexFormat.of().parseHex(SecretFile.read(keys.directory().resolve("pepper")));
            new FirstStart(rooms.commands(), pepper).run(data.demoKey());
            store.completeFirstStart();
        }
    }

    private State state(String state, @Nullable Rooms rooms, @Nullable Database database) {
        return new State(
                state,
                ProcessHandle.current().pid(),
                data.root().toString(),
                rooms == null ? null : rooms.data(data.certificate()).url(),
                rooms == null ? null : rooms.control(data.certificate()).url(),
                rooms == null ? null : tls(rooms.certificates()),
                database);
    }

    private @Nullable Tls tls(@Nullable CertificateKeeper keeper) {
        return keeper == null ? null : new Tls(data.certificate().toString(), keeper.problem());
    }
}
