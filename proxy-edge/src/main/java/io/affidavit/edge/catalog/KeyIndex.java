package io.affidavit.edge.catalog;

import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All keys by id, and those that were imported by what is stored of their secrets as well, because
/// their text does not name them. Immutable.
final class KeyIndex {

    static final KeyIndex EMPTY = new KeyIndex(ShardedMap.empty(), ShardedMap.empty());

    private final ShardedMap<CatalogPage.Key> byId;
    private final ShardedMap<VirtualKeyId> importedByMac;

    private KeyIndex(ShardedMap<CatalogPage.Key> byId, ShardedMap<VirtualKeyId> importedByMac) {
        this.byId = byId;
        this.importedByMac = importedByMac;
    }

    CatalogPage.@Nullable Key find(VirtualKeyId id) {
        return byId.find(id.value());
    }

    /// The imported key with this secret, present or before.
    CatalogPage.@Nullable Key findImported(String mac) {
        VirtualKeyId id = importedByMac.find(mac);
        return id == null ? null : find(id);
    }

    KeyIndex with(CatalogPage.Key key) {
        return with(List.of(key));
    }

    KeyIndex with(List<CatalogPage.Key> keys) {
        Map<String, CatalogPage.Key> ids = new HashMap<>();
        Map<String, VirtualKeyId> macs = new HashMap<>();
        List<String> gone = new ArrayList<>();
        for (CatalogPage.Key key : keys) {
            CatalogPage.Key before = find(key.id());
            if (before != null) {
                gone.addAll(importedMacs(before));
            }
            ids.put(key.id().value(), key);
            importedMacs(key).forEach(mac -> macs.put(mac, key.id()));
        }
        return new KeyIndex(byId.with(List.of(), ids), importedByMac.with(gone, macs));
    }

    private static List<String> importedMacs(CatalogPage.Key key) {
        if (!key.imported()) {
            return List.of();
        }
        CatalogPage.Grace grace = key.grace();
        return grace == null ? List.of(key.mac()) : List.of(key.mac(), grace.mac());
    }
}
