package io.affidavit.query.evidence.tree;

import io.affidavit.query.web.Problem;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.Within;
import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.proof.ConsistencyProof;
import io.affidavit.schemas.proof.TlogProof;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Serves checkpoints and the proofs that lead to them, as text that others' tools read.
@RestController
public final class ProofController {

    private final CheckpointReader checkpoints;
    private final TileReader tiles;

    /// Serves what these read.
    public ProofController(CheckpointReader checkpoints, TileReader tiles) {
        this.checkpoints = checkpoints;
        this.tiles = tiles;
    }

    @GetMapping("/evidence/checkpoint")
    @RequiresPermission(Permission.LOG_READ)
    ResponseEntity<String> checkpoint(
            @RequestParam(required = false) @Within(min = 0, max = LogPlace.LOG_MAX)
                    @Nullable Integer log) {
        return Published.changing(signed(log, null).note().toString());
    }

    /// C2SP tlog-proof.
    @GetMapping("/evidence/proof/inclusion")
    @RequiresPermission(Permission.LOG_READ)
    ResponseEntity<String> inclusion(
            @RequestParam @Within(min = 0) long pos,
            @RequestParam(required = false) @Within(min = 1) @Nullable Long size,
            @RequestParam(required = false) @Within(min = 0, max = LogPlace.LOG_MAX)
                    @Nullable Integer log) {
        SealedCheckpoint sealed = signed(log, size);
        if (pos >= sealed.size()) {
            throw size == null && isNewest(sealed)
                    ? Problem.notYet(
                            "pos: under no checkpoint yet (the newest has "
                                    + sealed.size()
                                    + " records)")
                    : Problem.notFound("record in that tree");
        }
        String proof =
                new TlogProof(pos, new ProvenTree(tiles, sealed).inclusion(pos), sealed.note())
                        .toString();
        return size == null || log == null ? Published.changing(proof) : Published.lasting(proof);
    }

    /// C2SP tlog-witness, the lines of its proof.
    @GetMapping("/evidence/proof/consistency")
    @RequiresPermission(Permission.LOG_READ)
    ResponseEntity<String> consistency(
            @RequestParam @Within(min = 1) long from,
            @RequestParam(required = false) @Within(min = 1) @Nullable Long to,
            @RequestParam(required = false) @Within(min = 0, max = LogPlace.LOG_MAX)
                    @Nullable Integer log) {
        SealedCheckpoint later = signed(log, to);
        SealedCheckpoint earlier = signed(log, from);
        if (earlier.size() > later.size()) {
            throw Problem.invalid("from", "no more than to");
        }
        String proof =
                new ConsistencyProof(from, new ProvenTree(tiles, later).consistency(earlier))
                        .toString();
        return to == null || log == null ? Published.changing(proof) : Published.lasting(proof);
    }

    /// Whether its log is the one that is appended to.
    private boolean isNewest(SealedCheckpoint sealed) {
        return checkpoints.newest(null).filter(newest -> newest.log() == sealed.log()).isPresent();
    }

    /// The checkpoint of a size, or the newest one. A tree that was never signed is not proven.
    private SealedCheckpoint signed(@Nullable Integer log, @Nullable Long size) {
        Optional<SealedCheckpoint> found =
                size == null ? checkpoints.newest(log) : checkpoints.of(log, size);
        return found.orElseThrow(() -> Problem.notFound("checkpoint"));
    }
}
