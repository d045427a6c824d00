package io.affidavit.replay.fsck;

import io.affidavit.replay.verify.ChainEnd;
import io.affidavit.replay.verify.SampleLog;
import io.affidavit.schemas.evidence.RecordTime;
import io.affidavit.schemas.evidence.SealedPart;
import io.affidavit.schemas.evidence.TreeHash;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.proof.TilePath;
import io.affidavit.schemas.testing.TestDatabase;
import io.affidavit.schemas.value.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A sample log in a real database with the appender's own tables, written by a superuser.
public final class SampleDatabase implements AutoCloseable {

    private static final Path TABLES =
            Path.of("../command-side/src/main/resources/db/evidence/V0001__create_record.sql");

    private static final Path SEALS =
            Path.of("../projections/src/main/resources/db/seal/V0001__create_seal.sql");

    private final TestDatabase database = TestDatabase.create();

    /// The tables, empty.
    public static SampleDatabase create() throws IOException {
        SampleDatabase sample = new SampleDatabase();
        sample.database.execute(
                "create schema evidence",
                "set search_path = evidence; " + Files.readString(TABLES),
                "alter table evidence.record disable trigger user",
                "create schema seal",
                "set search_path = seal; " + Files.readString(SEALS),
                "alter table seal.checkpoint disable trigger user",
                "alter table seal.tile disable trigger user");
        return sample;
    }

    /// Puts this log in the place of whatever was there.
    public void rewrite(SampleLog log) {
        database.execute(
                "truncate evidence.record, evidence.part, evidence.head, evidence.org_head,"
                        + " seal.checkpoint, seal.tile");
        append(log.rows(), log);
    }

    /// Signs the log at these sizes and stores its full tiles.
    public void seal(SampleLog log, int... sizes) {
        List<byte[]> leaves = log.rows().stream().map(SampleLog.Row::leaf).toList();
        try (Connection connection = database.superuserDataSource().getConnection()) {
            for (int size : sizes) {
                checkpoint(connection, leaves, size);
            }
            List<byte[]> hashes = leaves;
            for (int level = 0; hashes.size() >= TilePath.FULL; level++) {
                hashes = tiles(connection, level, hashes);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /// The note of a genuine checkpoint.
    public static SignedNote note(List<byte[]> leaves, int size) {
        byte[] root = TreeHash.root(leaves.subList(0, size));
        return SampleLog.LOG_KEYS.sign(new Checkpoint(SampleLog.ORIGIN, size, Digest.of(root)));
    }

    private static void checkpoint(Connection connection, List<byte[]> leaves, int size)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into seal.checkpoint values (0, ?, ?, now(), ?)")) {
            insert.setInt(1, size);
            insert.setBytes(2, TreeHash.root(leaves.subList(0, size)));
            insert.setBytes(3, note(leaves, size).bytes());
            insert.executeUpdate();
        }
    }

    /// @return the roots of the tiles, which stand in those of the next level
    private static List<byte[]> tiles(Connection connection, int level, List<byte[]> hashes)
            throws SQLException {
        List<byte[]> roots = new ArrayList<>();
        try (PreparedStatement insert =
                connection.prepareStatement("insert into seal.tile values (0, ?, ?, ?)")) {
            for (int from = 0; from + TilePath.FULL <= hashes.size(); from += TilePath.FULL) {
                List<byte[]> tile = hashes.subList(from, from + TilePath.FULL);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                tile.forEach(bytes::writeBytes);
                insert.setInt(1, level);
                insert.setLong(2, from / TilePath.FULL);
                insert.setBytes(3, bytes.toByteArray());
                insert.executeUpdate();
                roots.add(TreeHash.root(tile));
            }
        }
        return roots;
    }

    /// Adds rows and moves the heads behind them, as one append.
    public void append(List<SampleLog.Row> rows, SampleLog log) {
        try (Connection connection = database.superuserDataSource().getConnection()) {
            connection.setAutoCommit(false);
            write(connection, rows);
            writeHeads(connection, log);
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /// The database, for tampering with it and for reading it.
    public TestDatabase database() {
        return database;
    }

    private static void write(Connection connection, List<SampleLog.Row> rows) throws SQLException {
        try (PreparedStatement record =
                        connection.prepareStatement(
                                "insert into evidence.record values (0, ?, ?, ?, ?, ?, ?, ?)");
                PreparedStatement part =
                        connection.prepareStatement(
                                "insert into evidence.part values (0, ?, ?, ?)")) {
            for (SampleLog.Row row : rows) {
                record.setLong(1, row.position());
                record.setBytes(2, row.bytes());
                record.setBytes(3, row.leaf());
                record.setString(4, row.type());
                record.setObject(5, row.aggregate());
                record.setInt(6, row.sequence());
                record.setObject(7, row.organization(), Types.VARCHAR);
                record.addBatch();
                for (SealedPart sealed : row.parts()) {
                    part.setLong(1, row.position());
                    part.setString(2, sealed.reference().name());
                    part.setBytes(3, sealed.blob());
                    part.addBatch();
                }
            }
            record.executeBatch();
            part.executeBatch();
        }
    }

    private static void writeHeads(Connection connection, SampleLog log) throws SQLException {
        try (PreparedStatement head =
                        connection.prepareStatement(
                                "insert into evidence.head values (0, ?, ?, ?, ?, ?)"
                                        + " on conflict (log) do update set size = excluded.size,"
                                        + " prev = excluded.prev, at = excluded.at,"
                                        + " frontier = excluded.frontier");
                PreparedStatement link =
                        connection.prepareStatement(
                                "insert into evidence.org_head values (0, ?, ?, ?)"
                                        + " on conflict (log, org) do update set"
                                        + " seq = excluded.seq, leaf = excluded.leaf")) {
            head.setString(1, SampleLog.ORIGIN.value());
            head.setLong(2, log.size());
            head.setBytes(3, log.previous());
            head.setString(4, RecordTime.format(log.at()));
            head.setBytes(5, log.frontier().toBytes());
            head.executeUpdate();
            for (Map.Entry<String, ChainEnd> end : log.organizations().entrySet()) {
                link.setString(1, end.getKey());
                link.setLong(2, end.getValue().sequence());
                link.setBytes(3, end.getValue().leaf());
                link.executeUpdate();
            }
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
