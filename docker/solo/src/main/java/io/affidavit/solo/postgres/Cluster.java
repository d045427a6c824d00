package io.affidavit.solo.postgres;

import io.affidavit.solo.data.DataDirectory;
import io.affidavit.solo.data.SecretFile;
import io.affidavit.solo.data.StartRefused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The files of an embedded server below `DATA/postgres`.
///
/// | name | is |
/// | --- | --- |
/// | `binaries-…` | the unpacked programs |
/// | `data` | the PostgreSQL cluster |
/// | `superuser.password` | the password of `postgres` |
/// | `port` | the port of the last start, tried first at the next |
/// | `supervise.sh` | runs the server for as long as the gateway lives |
record Cluster(Path directory, PostgresBinaries binaries, ServerUser user) {

    private static final int INITDB_SECONDS = 120;

    /// Opens the server's files, unpacking programs and initializing the cluster where missing.
    ///
    /// @param log file that receives what the programs print
    static Cluster open(DataDirectory root, ServerUser user, Path log) {
        Path directory = root.postgres();
        try {
            Cluster cluster = new Cluster(directory, PostgresBinaries.in(directory), user);
            user.letThrough(root.root(), directory);
            cluster.writeSupervisor();
            if (!Files.isDirectory(cluster.data())) {
                cluster.initialize(log);
            } else if (!Files.exists(cluster.passwordFile())) {
                throw new StartRefused(
                        cluster.passwordFile() + ": missing, but the database exists");
            }
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path data() {
        return data(directory);
    }

    static Path data(Path directory) {
        return directory.resolve("data");
    }

    Path passwordFile() {
        return directory.resolve("superuser.password");
    }

    Path portFile() {
        return directory.resolve("port");
    }

    /// The command that runs the server in the foreground below its supervisor.
    List<String> supervised(int secondsToStop) {
        List<String> server = user.command(binaries.program("postgres"), "-D", data().toString());
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))
                || Files.isExecutable(Path.of("/bin/setsid"))) {
            command.add("setsid");
        }
        command.addAll(
                List.of(
                        "/bin/sh",
                        directory.resolve("supervise.sh").toString(),
                        Integer.toString(secondsToStop)));
        command.addAll(server);
        return command;
    }

    private void writeSupervisor() throws IOException {
        try (InputStream script = Cluster.class.getResourceAsStream("supervise.sh")) {
            if (script == null) {
                throw new IllegalStateException("supervise.sh is not on the class path");
            }
            Files.copy(
                    script, directory.resolve("supervise.sh"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Builds the cluster beside its place and moves it there when it is complete, so that an
    /// interrupted first start leaves nothing that looks like data.
    private void initialize(Path log) throws IOException {
        Path fresh = directory.resolve("initializing");
        Trees.delete(fresh);
        Files.createDirectory(fresh);
        user.give(fresh);
        String password = SecretFile.readOrCreate(passwordFile());
        Path handedOver = directory.resolve("initdb.password");
        SecretFile.write(handedOver, password + "\n");
        user.give(handedOver);
        try {
            run(
                    user.command(
                            binaries.program("initdb"),
                            "--pgdata=" + fresh,
                            "--username=" + EmbeddedPostgres.SUPERUSER,
                            "--pwfile=" + handedOver,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--no-locale",
                            "--data-checksums",
                            "--no-instructions"),
                    log);
        } finally {
            Files.delete(handedOver);
        }
        Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void run(List<String> command, Path log) throws IOException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
            process.getOutputStream().close();
            if (!process.waitFor(INITDB_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new StartRefused(
                        "initdb took more than " + INITDB_SECONDS + " s, see " + log);
            }
            if (process.exitValue() != 0) {
                throw new StartRefused("initdb failed, see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefused("interrupted while creating the database");
        }
    }
}
