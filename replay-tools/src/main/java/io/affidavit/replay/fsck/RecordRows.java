package io.affidavit.replay.fsck;

import io.affidavit.replay.verify.LogVerifier;
import io.affidavit.replay.verify.RecordColumns;
import io.affidavit.replay.verify.StoredPart;
import io.affidavit.replay.verify.StoredRecord;
import io.affidavit.schemas.evidence.Leaf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Reads the records of one log range by range, each with the blobs stored for it. Two connections,
/// because records and blobs arrive side by side and neither is ever held as a whole.
final class RecordRows {

    private final int log;
    private final Connection records;
    private final Connection blobs;
    private final MessageDigest digest = Leaf.newDigest();

    RecordRows(int log, Connection records, Connection blobs) {
        this.log = log;
        this.records = records;
        this.blobs = blobs;
    }

    /// Hands on the records from `from` (inclusive) to `to` (exclusive).
    void read(long from, long to, LogVerifier verifier) throws SQLException, IOException {
        try (BinaryCopy rows =
                        BinaryCopy.open(
                                records,
                                range("pos, rec, leaf, type, agg, agg_seq, org", "record", from, to)
                                        + " order by pos)");
                BinaryCopy parts =
                        BinaryCopy.open(
                                blobs,
                                range("pos, name, blob", "part", from, to)
                                        + " order by pos, name)")) {
            PartCursor cursor = new PartCursor(parts);
            while (rows.next()) {
                long position = rows.int64();
                byte[] bytes = rows.bytes();
                RecordColumns columns =
                        new RecordColumns(
                                rows.bytes(),
                                rows.bytes(),
                                rows.uuid(),
                                rows.int32(),
                                rows.bytesOrNull());
                verifier.accept(
                        new StoredRecord(position, bytes, columns, cursor.partsOf(position)));
            }
            cursor.drain();
        }
    }

    private String range(String columns, String table, long from, long to) {
        return "(select "
                + columns
                + " from evidence."
                + table
                + " where log = "
                + log
                + " and pos >= "
                + from
                + " and pos < "
                + to;
    }

    /// Walks the blobs in step with the records. A blob whose record is missing is passed over: the
    /// missing record is the finding.
    private final class PartCursor {

        private final BinaryCopy rows;
        private boolean more;
        private long position = -1;

        PartCursor(BinaryCopy rows) throws SQLException, IOException {
            this.rows = rows;
            advance();
        }

        List<StoredPart> partsOf(long wanted) throws SQLException, IOException {
            if (!more || position > wanted) {
                return List.of();
            }
            List<StoredPart> parts = new ArrayList<>(2);
            while (more && position <= wanted) {
                StoredPart part = part();
                if (position == wanted) {
                    parts.add(part);
                }
                advance();
            }
            return parts;
        }

        void drain() throws SQLException, IOException {
            while (more) {
                part();
                advance();
            }
        }

        private StoredPart part() throws SQLException, IOException {
            String name = new String(rows.bytes(), StandardCharsets.UTF_8);
            byte[] blob = rows.bytes();
            return new StoredPart(name, blob.length, digest.digest(blob));
        }

        private void advance() throws SQLException, IOException {
            more = rows.next();
            if (more) {
                position = rows.int64();
            }
        }
    }
}
