package io.affidavit.query.evidence.tree;

import io.affidavit.query.web.Problem;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.proof.TilePath;
import io.affidavit.schemas.value.FailureCode;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Records as entry bundles (C2SP tlog-tiles): each with its length in front, two bytes big-endian.
public final class EntryReader {

    private final JdbcClient sql;

    /// Reads with the reader's connection.
    public EntryReader(JdbcClient sql) {
        this.sql = sql;
    }

    /// The records below a tile of level 0.
    ///
    /// @param tree a signed tree that has the tile
    /// @param organization whose records are shown, all others being empty entries; `null` for all
    /// @throws Problem where a record that is shown is not the one that was sealed
    byte[] bundle(ProvenTree tree, TilePath path, @Nullable String organization) {
        long first = path.index() * TilePath.FULL;
        List<byte[]> records =
                sql.sql(
                                "select case when :org::text is null or org = :org then rec"
                                        + " else '' end as entry from evidence.record where log = :log"
                                        + " and pos >= :from and pos < :before order by pos")
                        .param("org", organization)
                        .param("log", tree.log())
                        .param("from", first)
                        .param("before", first + path.width())
                        .query((row, number) -> row.getBytes("entry"))
                        .list();
        if (records.size() != path.width()) {
            throw Problem.of(
                    FailureCode.EVIDENCE_UNAVAILABLE,
                    "entries from "
                            + first
                            + ": "
                            + records.size()
                            + " records (expected: "
                            + path.width()
                            + ")");
        }
        byte[] leaves = tree.hashes(path);
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        for (int i = 0; i < records.size(); i++) {
            byte[] rec = records.get(i);
            if (rec.length > 0) {
                requireLeaf(Leaf.leaf(rec), leaves, i, first);
            }
            bundle.write(rec.length >>> Byte.SIZE);
            bundle.write(rec.length);
            bundle.writeBytes(rec);
        }
        return bundle.toByteArray();
    }

    private static void requireLeaf(byte[] leaf, byte[] leaves, int index, long first) {
        int from = index * Leaf.BYTES;
        if (!Arrays.equals(leaf, 0, Leaf.BYTES, leaves, from, from + Leaf.BYTES)) {
            throw Problem.of(
                    FailureCode.EVIDENCE_UNAVAILABLE,
                    "record " + (first + index) + ": not the one that was sealed");
        }
    }
}
