package io.affidavit.replay.fsck;

import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.TreeHash;
import io.affidavit.schemas.proof.TilePath;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Derives every full tile from the leaves and compares it with the stored one. A tile below the
/// newest checkpoint must be there.
final class TileCheck {

    private static final int PAGE = 32;
    private static final String SELECT =
            "select idx, hashes from seal.tile"
                    + " where log = ? and level = ? and idx >= ? and idx < ?";

    private final Connection connection;
    private final Head head;
    private final Snapshot.Sealed sealed;
    private final Failures failures;
    private final List<Level> levels = new ArrayList<>();

    TileCheck(Connection connection, Head head, Snapshot.Sealed sealed, Failures failures) {
        this.connection = connection;
        this.head = head;
        this.sealed = sealed;
        this.failures = failures;
    }

    private static final class Level {
        private final List<byte[]> hashes = new ArrayList<>(TilePath.FULL);
        private final Map<Long, byte[]> page = new HashMap<>();
        private long index;
    }

    void add(byte[] leaf) throws SQLException {
        byte[] hash = leaf;
        for (int number = 0; hash.length > 0; number++) {
            if (number == levels.size()) {
                levels.add(new Level());
            }
            Level level = levels.get(number);
            level.hashes.add(hash);
            hash = level.hashes.size() == TilePath.FULL ? close(number, level) : new byte[0];
        }
    }

    /// @return the root of the tile, which stands in the level above
    private byte[] close(int number, Level level) throws SQLException {
        byte[] stored = stored(number, level);
        byte[] derived = new byte[TilePath.FULL * Leaf.BYTES];
        for (int i = 0; i < TilePath.FULL; i++) {
            System.arraycopy(level.hashes.get(i), 0, derived, i * Leaf.BYTES, Leaf.BYTES);
        }
        String object = "tile " + number + "/" + level.index;
        long covered = (level.index + 1) << (TilePath.HEIGHT * (number + 1));
        if (stored == null) {
            if (covered <= sealed.newest()) {
                failures.add(Check.INCLUSION, object, "absent", "the hashes below it");
            }
        } else if (!Arrays.equals(stored, derived)) {
            int at = Arrays.mismatch(stored, derived) / Leaf.BYTES;
            failures.add(
                    Check.INCLUSION, object, "another hash " + at, "the hashes of the records");
        }
        byte[] root = TreeHash.root(level.hashes);
        level.hashes.clear();
        level.index++;
        return root;
    }

    private byte @Nullable [] stored(int number, Level level) throws SQLException {
        if (level.index % PAGE == 0) {
            level.page.clear();
            try (PreparedStatement select = connection.prepareStatement(SELECT)) {
                select.setInt(1, head.log());
                select.setInt(2, number);
                select.setLong(3, level.index);
                select.setLong(4, level.index + PAGE);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        level.page.put(rows.getLong(1), rows.getBytes(2));
                    }
                }
            }
        }
        return level.page.remove(level.index);
    }

    /// Refuses tiles of what the log does not have.
    void finish() {
        sealed.last()
                .forEach((level, last) -> {
                    int bits = TilePath.HEIGHT * (level + 1);
                    long full = bits >= Long.SIZE ? 0 : head.size() >>> bits;
                    if (last >= full || last < 0) {
                        failures.add(
                                Check.INCLUSION,
                                "tile " + level + "/" + last,
                                "present",
                                "none beyond the " + full + " full ones");
                    }
                });
    }
}
