package io.affidavit.edge.bait;

import java.sql.Connection;

/// Bait: the edge opens a database.
public record UsesDatabase(Connection connection) {}
