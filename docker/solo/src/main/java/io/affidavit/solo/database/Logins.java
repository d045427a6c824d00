package io.affidavit.solo.database;

import io.affidavit.solo.data.SecretFile;
import io.affidavit.solo.data.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The passwords that nodes use on an external database.
///
/// In one file, a line `role:password` each, so that it can be copied to a further node or mounted
/// as one secret.
///
/// @param passwords one for each role that serves
public record Logins(Map<Role, String> passwords) {

    public Logins {
        passwords = Map.copyOf(passwords);
    }

    static Logins random() {
        Map<Role, String> passwords = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            if (role.serves()) {
                passwords.put(role, SecretFile.randomText());
            }
        }
        return new Logins(passwords);
    }

    /// Reads the file.
    ///
    /// @throws StartRefused when it is not there or lacks a role
    public static Logins read(Path file) {
        Map<Role, String> passwords = known(file);
        for (Role role : Role.values()) {
            if (role.serves() && passwords.getOrDefault(role, "").isEmpty()) {
                throw new StartRefused(
                        file
                                + ": no password of "
                                + role.login()
                                + " (expected: a line "
                                + role.login()
                                + ":PASSWORD)");
            }
        }
        return new Logins(passwords);
    }

    /// Reads the file, and makes up what it lacks of roles that are newer than it.
    static Logins completed(Path file) {
        Map<Role, String> passwords = new EnumMap<>(random().passwords());
        known(file)
                .forEach((role, password) -> {
                    if (!password.isEmpty()) {
                        passwords.put(role, password);
                    }
                });
        return new Logins(passwords);
    }

    private static Map<Role, String> known(Path file) {
        Map<Role, String> passwords = new EnumMap<>(Role.class);
        try {
            for (String line : Files.readAllLines(file)) {
                for (Role role : Role.values()) {
                    if (role.serves() && line.startsWith(role.login() + ":")) {
                        passwords.put(role, line.substring(role.login().length() + 1).strip());
                    }
                }
            }
        } catch (IOException e) {
            throw new StartRefused(
                    file
                            + ": cannot be read (expected: the logins that ./affidavit db init wrote,"
                            + " there or on another node)",
                    e);
        }
        return passwords;
    }

    void write(Path file) {
        SecretFile.write(
                file,
                passwords.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(login -> login.getKey().login() + ":" + login.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    /// Writes each password into a file of its own, as the rooms read them.
    public void split(Path directory) {
        passwords.forEach((role, password) -> {
            Path file = role.passwordFile(directory);
            try {
                if (!Files.exists(file) || !Files.readString(file).strip().equals(password)) {
                    SecretFile.write(file, password + "\n");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    String of(Role role) {
        return passwords.getOrDefault(role, "");
    }
}
