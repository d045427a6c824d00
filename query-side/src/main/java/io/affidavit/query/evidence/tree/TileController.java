package io.affidavit.query.evidence.tree;

import io.affidavit.query.web.Problem;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.Within;
import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.proof.TilePath;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Serves the log as tiles (C2SP tlog-tiles), as far as checkpoints commit to it.
@RestController
public final class TileController {

    private static final int LEVEL_MAX = Long.SIZE / TilePath.HEIGHT - 1;

    private final CheckpointReader checkpoints;
    private final TileReader tiles;
    private final EntryReader entries;

    /// Serves what these read.
    public TileController(CheckpointReader checkpoints, TileReader tiles, EntryReader entries) {
        this.checkpoints = checkpoints;
        this.tiles = tiles;
        this.entries = entries;
    }

    @GetMapping("/evidence/tile/{level}/{*index}")
    @RequiresPermission(Permission.LOG_READ)
    ResponseEntity<byte[]> hashes(
            @PathVariable String level,
            @PathVariable String index,
            @RequestParam(required = false) @Within(min = 0, max = LogPlace.LOG_MAX)
                    @Nullable Integer log) {
        TilePath path = path(level, index);
        return Published.hashes(log, tree(log, path).hashes(path));
    }

    @GetMapping("/evidence/tile/entries/{*index}")
    @RequiresPermission(Permission.LOG_READ)
    ResponseEntity<byte[]> entries(
            @PathVariable String index,
            @RequestParam(required = false) @Nullable String orgId,
            @RequestParam(required = false) @Within(min = 0, max = LogPlace.LOG_MAX)
                    @Nullable Integer log) {
        TilePath path = path("0", index);
        return Published.records(log, entries.bundle(tree(log, path), path, orgId));
    }

    private static TilePath path(String level, String index) {
        try {
            TilePath path = TilePath.parse(level, index.substring(1));
            if (path.level() <= LEVEL_MAX) {
                return path;
            }
        } catch (IllegalArgumentException e) {
            // A path that is no tile's leads nowhere, like one beyond the log.
        }
        throw Problem.notFound("tile");
    }

    /// A signed tree that has this tile: for a full one any that reaches its end, for a partial one
    /// a tree that ends in it just there.
    private ProvenTree tree(@Nullable Integer log, TilePath path) {
        int bits = path.level() * TilePath.HEIGHT;
        long most = Long.MAX_VALUE >>> bits;
        if (path.index() >= most / TilePath.FULL) {
            throw Problem.notFound("tile");
        }
        long end = path.index() * TilePath.FULL + path.width();
        boolean isFull = path.width() == TilePath.FULL;
        return checkpoints
                .signedWithin(log, end << bits, isFull ? Long.MAX_VALUE : (end + 1) << bits)
                .map(sealed -> new ProvenTree(tiles, sealed))
                .orElseThrow(() -> Problem.notFound("tile"));
    }
}
