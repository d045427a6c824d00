package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.KeyRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// SQL on the wrapped keys of parts. Rows are only ever added.
final class KeyTable {

    private final DataSource source;

    KeyTable(DataSource vaultDataSource) {
        this.source = vaultDataSource;
    }

    /// The wrapped epoch key of a reference; `fresh` becomes it if there is none yet.
    byte[] epoch(KeyRef ref, byte[] fresh) throws SQLException {
        try (Connection connection = source.getConnection()) {
            byte[] stored = selectEpoch(connection, ref);
            if (stored != null) {
                return stored;
            }
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "insert into vault.epoch_key (org, month, retention, version, wrapped)"
                                    + " values (?, ?, ?, ?, ?) on conflict do nothing")) {
                bindEpoch(insert, ref);
                insert.setBytes(5, fresh);
                insert.executeUpdate();
            }
            return present(selectEpoch(connection, ref));
        }
    }

    /// The wrapped subject key of a reference; `fresh` becomes it if there is none yet.
    byte[] subject(KeyRef ref, byte[] fresh) throws SQLException {
        try (Connection connection = source.getConnection()) {
            byte[] stored = selectSubject(connection, ref);
            if (stored != null) {
                return stored;
            }
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "insert into vault.subject_key (subject, version, wrapped)"
                                    + " values (?, ?, ?) on conflict do nothing")) {
                insert.setString(1, ref.subject());
                insert.setInt(2, ref.subjectVersion());
                insert.setBytes(3, fresh);
                insert.executeUpdate();
            }
            return present(selectSubject(connection, ref));
        }
    }

    private static byte @Nullable [] selectEpoch(Connection connection, KeyRef ref)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select wrapped from vault.epoch_key"
                                + " where org = ? and month = ? and retention = ?"
                                + " and version = ?")) {
            bindEpoch(select, ref);
            return single(select);
        }
    }

    private static byte @Nullable [] selectSubject(Connection connection, KeyRef ref)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select wrapped from vault.subject_key where subject = ? and version = ?")) {
            select.setString(1, ref.subject());
            select.setInt(2, ref.subjectVersion());
            return single(select);
        }
    }

    private static void bindEpoch(PreparedStatement statement, KeyRef ref) throws SQLException {
        statement.setString(1, KeyRef.organizationSubject(ref.organization()));
        statement.setString(2, ref.month());
        statement.setString(3, ref.retention().code());
        statement.setInt(4, ref.epochVersion());
    }

    private static byte @Nullable [] single(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getBytes(1) : null;
        }
    }

    private static byte[] present(byte @Nullable [] stored) throws SQLException {
        if (stored == null) {
            throw new SQLException("the key vanished while it was made", "40001");
        }
        return stored;
    }
}
