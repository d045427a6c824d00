package io.affidavit.edge.catalog;

import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All keys by id. Immutable; a change copies one of 256 small maps, so that issuing the
/// hundred-thousandth key costs no more than the first.
final class KeyIndex {

    private static final int SHARDS = 256;

    static final KeyIndex EMPTY = new KeyIndex(emptyShards());

    private final Map<String, CatalogPage.Key>[] shards;

    private KeyIndex(Map<String, CatalogPage.Key>[] shards) {
        this.shards = shards;
    }

    CatalogPage.@Nullable Key find(VirtualKeyId id) {
        return shards[shard(id.value())].get(id.value());
    }

    KeyIndex with(CatalogPage.Key key) {
        return with(List.of(key));
    }

    KeyIndex with(List<CatalogPage.Key> keys) {
        Map<String, CatalogPage.Key>[] copy = Arrays.copyOf(shards, SHARDS);
        boolean[] own = new boolean[SHARDS];
        for (CatalogPage.Key key : keys) {
            String id = key.id().value();
            int shard = shard(id);
            if (!own[shard]) {
                copy[shard] = new HashMap<>(copy[shard]);
                own[shard] = true;
            }
            copy[shard].put(id, key);
        }
        return new KeyIndex(copy);
    }

    private static int shard(String id) {
        int hash = id.hashCode();
        return (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & (SHARDS - 1);
    }

    private static Map<String, CatalogPage.Key>[] emptyShards() {
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type cannot be made
        Map<String, CatalogPage.Key>[] shards = new Map[SHARDS];
        Arrays.fill(shards, Map.of());
        return shards;
    }
}
