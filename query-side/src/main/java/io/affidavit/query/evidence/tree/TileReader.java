package io.affidavit.query.evidence.tree;

import io.affidavit.query.evidence.tree.TileCache.TileKey;
import io.affidavit.query.web.Problem;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.proof.TilePath;
import io.affidavit.schemas.value.FailureCode;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Hashes of the sealed tree: full tiles as the sealer stored them, the right edge from leaves and
/// from the full tiles below it. Serves all threads and should be one object a process, for the
/// tiles it keeps.
public final class TileReader {

    private final JdbcClient sql;
    private final TileCache known = new TileCache();

    /// Reads with the reader's connection.
    public TileReader(JdbcClient sql) {
        this.sql = sql;
    }

    /// Drops what it keeps, because something of it was not as it was sealed.
    void forget() {
        known.clear();
    }

    /// At least so many hashes of a tile, all of which a signed tree has.
    TreeTile tile(TileKey key, int width) {
        TreeTile tile = known.find(key);
        if (tile == null || tile.width() < width) {
            tile = width == TilePath.FULL ? stored(key) : grown(key, tile, width);
            known.keep(key, tile);
        }
        return tile;
    }

    private TreeTile stored(TileKey key) {
        byte[] hashes =
                sql.sql("select hashes from seal.tile where log = ? and level = ? and idx = ?")
                        .params(key.log(), key.level(), key.index())
                        .query(byte[].class)
                        .optional()
                        .orElseThrow(() -> missing(key));
        return full(key, hashes);
    }

    private static TreeTile full(TileKey key, byte[] hashes) {
        if (hashes.length != TilePath.FULL * Leaf.BYTES) {
            throw missing(key);
        }
        return TreeTile.of(hashes);
    }

    private TreeTile grown(TileKey key, @Nullable TreeTile narrower, int width) {
        int from = narrower == null ? 0 : narrower.width();
        long first = key.index() * TilePath.FULL;
        List<byte[]> more =
                key.level() == 0
                        ? leaves(key.log(), first + from, first + width)
                        : roots(key, first + from, first + width);
        if (more.size() != width - from) {
            throw missing(key);
        }
        ByteArrayOutputStream hashes = new ByteArrayOutputStream(width * Leaf.BYTES);
        if (narrower != null) {
            hashes.writeBytes(narrower.hashes(from));
        }
        more.forEach(hashes::writeBytes);
        if (hashes.size() != width * Leaf.BYTES) {
            throw missing(key);
        }
        return TreeTile.of(hashes.toByteArray());
    }

    private List<byte[]> leaves(int log, long from, long before) {
        return sql.sql(
                        "select leaf from evidence.record where log = ? and pos >= ? and pos < ?"
                                + " order by pos")
                .params(log, from, before)
                .query((row, number) -> row.getBytes("leaf"))
                .list();
    }

    /// Each full tile below is one hash here.
    private List<byte[]> roots(TileKey above, long from, long before) {
        return sql.sql(
                        "select hashes from seal.tile where log = ? and level = ? and idx >= ?"
                                + " and idx < ? order by idx")
                .params(above.log(), above.level() - 1, from, before)
                .query((row, number) -> full(above, row.getBytes("hashes")).root())
                .list();
    }

    /// A signed size promises all hashes below it: without them nothing true can be said.
    private static Problem missing(TileKey key) {
        return Problem.of(
                FailureCode.EVIDENCE_UNAVAILABLE,
                "tile: level "
                        + key.level()
                        + ", index "
                        + key.index()
                        + ": hashes are missing (expected: all below a signed size)");
    }
}
