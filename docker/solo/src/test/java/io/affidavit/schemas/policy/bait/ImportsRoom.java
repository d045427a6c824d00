package io.affidavit.schemas.policy.bait;

import io.affidavit.query.bait.ImportsOtherRoom;

/// Bait: the ground imports a room.
public record ImportsRoom(ImportsOtherRoom room) {}
