package io.affidavit.query.evidence.tree;

import io.affidavit.query.web.Problem;
import io.affidavit.schemas.proof.TilePath;
import io.affidavit.schemas.value.FailureCode;
import java.io.ByteArrayOutputStream;
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
    /// @param organization whose records are shown, all others being empty entries; `null` for all
    byte[] bundle(int log, TilePath path, @Nullable String organization) {
        long first = path.index() * TilePath.FULL;
        List<byte[]> records =
                sql.sql(
                                "select case when :org::text is null or org = :org then rec"
                                        + " else '' end as entry from evidence.record where log = :log"
                                        + " and pos >= :from and pos < :before order by pos")
                        .param("org", organization)
                        .param("log", log)
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
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        for (byte[] rec : records) {
            bundle.write(rec.length >>> Byte.SIZE);
            bundle.write(rec.length);
            bundle.writeBytes(rec);
        }
        return bundle.toByteArray();
    }
}
