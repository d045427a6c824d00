package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.proof.TilePath;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// SQL on the full tiles of a log.
///
/// @param connection as the sealer
/// @param log ordinal of the log
record TileTable(Connection connection, short log) {

    private static final String INSERT =
            "insert into seal.tile (log, level, idx, hashes) values (?, ?, ?, ?)"
                    + " on conflict do nothing";
    private static final String SELECT =
            "select hashes from seal.tile where log = ? and level = ? and idx = ?";

    /// @param hashes 256 hashes of 32 bytes
    @SuppressWarnings("ArrayRecordComponent") // a row, written and compared once
    record Tile(int level, long index, byte[] hashes) {}

    /// Stores tiles. One that is there already, since somebody recomputed it before, must be the
    /// same.
    void store(List<Tile> tiles) throws SQLException, BrokenLogException {
        if (tiles.isEmpty()) {
            return;
        }
        int[] stored;
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Tile tile : tiles) {
                insert.setShort(1, log);
                insert.setShort(2, (short) tile.level());
                insert.setLong(3, tile.index());
                insert.setBytes(4, tile.hashes());
                insert.addBatch();
            }
            stored = insert.executeBatch();
        }
        for (int i = 0; i < stored.length; i++) {
            if (stored[i] == 0) {
                compare(tiles.get(i));
            }
        }
    }

    /// Checks that tiles are stored as they were recomputed.
    void compare(List<Tile> tiles) throws SQLException, BrokenLogException {
        for (Tile tile : tiles) {
            compare(tile);
        }
    }

    private void compare(Tile tile) throws SQLException, BrokenLogException {
        byte[] found = read(tile.level(), tile.index());
        int slot = Arrays.mismatch(found, tile.hashes()) / Leaf.BYTES;
        if (!Arrays.equals(found, tile.hashes())) {
            throw BrokenLogException.of(
                    Kind.TILE,
                    first(tile.level(), tile.index(), slot),
                    hash(found, slot),
                    hash(tile.hashes(), slot));
        }
    }

    /// The hashes of a tile that must be there.
    byte[] read(int level, long index) throws SQLException, BrokenLogException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setShort(1, log);
            select.setShort(2, (short) level);
            select.setLong(3, index);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw BrokenLogException.of(
                            Kind.TILE,
                            first(level, index, 0),
                            "absent",
                            "tile " + new TilePath(level, index, TilePath.FULL).hashes());
                }
                return row.getBytes(1);
            }
        }
    }

    /// Position of the first record below a slot of a tile.
    static long first(int level, long index, int slot) {
        return (index * TilePath.FULL + slot) << (level * TilePath.HEIGHT);
    }

    private static String hash(byte[] hashes, int slot) {
        int from = slot * Leaf.BYTES;
        return HexFormat.of().formatHex(hashes, from, from + Leaf.BYTES);
    }
}
