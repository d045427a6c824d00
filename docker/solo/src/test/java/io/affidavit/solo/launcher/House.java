package io.affidavit.solo.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A toy house around a copy of the launcher, with a Maven and JDKs that only tell what they were
/// asked to do.
///
/// @param root the toy's top folder
record House(Path root) {

    private static final int PATIENCE_SECONDS = 60;

    /// Builds what the launcher expects to find, and a Maven that makes what it is asked for.
    static House build(Path root) throws IOException {
        House house = new House(root);
        for (String module : List.of("event-schemas", "replay-tools", "docker/solo")) {
            Files.createDirectories(root.resolve(module).resolve("src/main/java"));
            Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
        }
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.copy(launcher(), root.resolve("affidavit"));
        house.program(
                "bin/mvn",
                """
                echo "$*" >>maven.log
                mkdir -p docker/solo/target replay-tools/target/lib
                touch docker/solo/target/solo-1-exec.jar replay-tools/target/replay-tools-1.jar
                """);
        return house;
    }

    /// A JDK of `version` below the toy's root whose `java` runs `script`.
    Path jdk(int version, String script) throws IOException {
        String name = "jdk-" + version;
        program(name + "/bin/javac", "");
        program(name + "/bin/java", script);
        Files.writeString(
                root.resolve(name).resolve("release"), "JAVA_VERSION=\"" + version + "\"");
        return root.resolve(name);
    }

    void program(String name, String script) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    ProcessBuilder command(Path javaHome, String... words) {
        ProcessBuilder builder = new ProcessBuilder();
        builder.command().add(root.resolve("affidavit").toString());
        builder.command().addAll(List.of(words));
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("AFFIDAVIT_"));
        environment.put("JAVA_HOME", javaHome.toString());
        environment.put("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.directory(root.toFile())
                .redirectOutput(root.resolve("out").toFile())
                .redirectError(root.resolve("err").toFile());
    }

    int run(Path javaHome, String... words) throws Exception {
        Process process = command(javaHome, words).start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the launcher does not end");
        }
        return process.exitValue();
    }

    String read(String name) throws IOException {
        Path file = root.resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static Path launcher() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("affidavit"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("no launcher above " + Path.of("").toAbsolutePath());
        }
        return directory.resolve("affidavit");
    }
}
