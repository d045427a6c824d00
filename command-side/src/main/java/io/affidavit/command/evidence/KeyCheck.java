package io.affidavit.command.evidence;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;

/// Finds out at the start that `pepper` or `kek` is not the one that everything before was made
/// with. Without it a wrong pepper would look like keys that nobody knows, and a wrong KEK like
/// damaged texts, long after the start.
final class KeyCheck {

    private static final String MAC = "HmacSHA256";
    private static final String TAG = "affidavit-key-check/v1\n";

    private final DataSource vault;
    private final KeyDirectory keys;

    KeyCheck(DataSource vaultDataSource, KeyDirectory keys) {
        this.vault = vaultDataSource;
        this.keys = keys;
    }

    /// Compares both keys with those of the first start; a first start leaves its own.
    ///
    /// @throws WrongKeys naming the file
    void run() throws SQLException {
        try (Connection connection = vault.getConnection()) {
            check(connection, "pepper", keys.pepper());
            check(connection, "kek", keys.kek());
        }
    }

    private void check(Connection connection, String name, byte[] key) throws SQLException {
        byte[] mac = mac(name, key);
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into vault.key_check (name, mac) values (?, ?)"
                                + " on conflict do nothing")) {
            insert.setString(1, name);
            insert.setBytes(2, mac);
            insert.executeUpdate();
        }
        try (PreparedStatement select =
                connection.prepareStatement("select mac from vault.key_check where name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || !MessageDigest.isEqual(row.getBytes(1), mac)) {
                    throw new WrongKeys(
                            keys.directory().resolve(name)
                                    + " is not the key that this installation was made with"
                                    + " (expected: a copy of the first one)");
                }
            }
        }
    }

    private static byte[] mac(String name, byte[] key) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return mac.doFinal((TAG + name).getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }
}
