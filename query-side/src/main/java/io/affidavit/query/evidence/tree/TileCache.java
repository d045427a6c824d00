package io.affidavit.query.evidence.tree;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tiles used last. What is in a tile never changes, it can only become wider: nothing is ever
/// stale.
final class TileCache {

    private static final int BYTES_MAX = 32 * 1024 * 1024;
    private static final int TILES_MAX = BYTES_MAX / TreeTile.BYTES;

    private final Map<TileKey, TreeTile> tiles =
            new LinkedHashMap<>(256, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<TileKey, TreeTile> eldest) {
                    return size() > TILES_MAX;
                }
            };

    /// Which tile of which log.
    record TileKey(int log, int level, long index) {}

    synchronized @Nullable TreeTile find(TileKey key) {
        return tiles.get(key);
    }

    /// Keeps the wider one of two readers' work.
    synchronized void keep(TileKey key, TreeTile tile) {
        tiles.merge(key, tile, (known, now) -> known.width() > now.width() ? known : now);
    }

    /// Drops all of them.
    synchronized void clear() {
        tiles.clear();
    }
}
