package io.affidavit.edge.catalog;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An immutable map of which a change copies only a few of 256 small maps, so that putting the
/// hundred-thousandth entry costs no more than the first.
final class ShardedMap<V> {

    private static final int SHARDS = 256;

    private final Map<String, V>[] shards;

    private ShardedMap(Map<String, V>[] shards) {
        this.shards = shards;
    }

    static <V> ShardedMap<V> empty() {
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type cannot be made
        Map<String, V>[] shards = new Map[SHARDS];
        Arrays.fill(shards, Map.of());
        return new ShardedMap<>(shards);
    }

    @Nullable V find(String name) {
        return shards[shard(name)].get(name);
    }

    /// Without some names, then with some entries.
    ShardedMap<V> with(Collection<String> gone, Map<String, V> more) {
        if (gone.isEmpty() && more.isEmpty()) {
            return this;
        }
        Map<String, V>[] copy = Arrays.copyOf(shards, SHARDS);
        boolean[] own = new boolean[SHARDS];
        for (String name : gone) {
            own(copy, own, name).remove(name);
        }
        more.forEach((name, value) -> own(copy, own, name).put(name, value));
        return new ShardedMap<>(copy);
    }

    private static <V> Map<String, V> own(Map<String, V>[] shards, boolean[] own, String name) {
        int shard = shard(name);
        if (!own[shard]) {
            shards[shard] = new HashMap<>(shards[shard]);
            own[shard] = true;
        }
        return shards[shard];
    }

    private static int shard(String name) {
        int hash = name.hashCode();
        return (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & (SHARDS - 1);
    }
}
