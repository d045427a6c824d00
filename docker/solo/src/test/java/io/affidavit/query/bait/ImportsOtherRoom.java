package io.affidavit.query.bait;

import io.affidavit.edge.bait.UsesDatabase;

/// Bait: a room imports another room.
public record ImportsOtherRoom(UsesDatabase room) {}
