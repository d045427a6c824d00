package io.affidavit.query.evidence.tree;

import io.affidavit.query.evidence.tree.TileCache.TileKey;
import io.affidavit.schemas.proof.NodeSource;
import io.affidavit.schemas.proof.TilePath;

/// The tree of one signed size, found in tiles.
public final class TileNodes implements NodeSource {

    private final TileReader tiles;
    private final int log;
    private final long size;

    /// @param tiles where hashes come from
    /// @param log ordinal of the log
    /// @param size a size that was signed; no node reaches beyond it
    public TileNodes(TileReader tiles, int log, long size) {
        this.tiles = tiles;
        this.log = log;
        this.size = size;
    }

    @Override
    public byte[] node(int level, long index) {
        int tileLevel = level / TilePath.HEIGHT;
        int height = level % TilePath.HEIGHT;
        long first = index << height;
        long tile = first / TilePath.FULL;
        long above = (size >>> (tileLevel * TilePath.HEIGHT)) - tile * TilePath.FULL;
        int width = (int) Math.min(TilePath.FULL, above);
        return tiles.tile(new TileKey(log, tileLevel, tile), width)
                .node(height, (int) (first % TilePath.FULL) >>> height);
    }
}
