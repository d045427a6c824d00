package io.affidavit.command.evidence;

import io.affidavit.schemas.value.NodeId;
import java.util.Set;

/// The other nodes, as this one's last renewal saw them.
///
/// @param logEnd place behind the last record committed by then
/// @param living those whose lease lasts
/// @param dead those whose lease has ended
public record Neighbours(long logEnd, Set<NodeId> living, Set<NodeId> dead) {

    static final Neighbours NONE = new Neighbours(0, Set.of(), Set.of());

    public Neighbours {
        living = Set.copyOf(living);
        dead = Set.copyOf(dead);
    }
}
