package io.affidavit.projections.seal;

import java.io.IOException;
import java.sql.SQLException;

/// Told of each step of a sealing as soon as it is done. A process may die, a disk fill up and a
/// database go away behind any of them, so each is named, and each is tried.
@FunctionalInterface
interface SealSteps {

    /// Nobody listens.
    SealSteps NONE = _ -> {};

    /// Something that is done.
    enum Step {
        /// The tiles that became full are in the database.
        TILES_STORED,
        /// The checkpoint has its signatures.
        SIGNED,
        /// Its bytes are in a file that has not its name yet.
        ANCHOR_WRITTEN,
        /// These bytes are durable.
        ANCHOR_FORCED,
        /// The file has its name.
        ANCHOR_NAMED,
        /// That name is durable.
        ANCHOR_DURABLE,
        /// The checkpoint is in the database for everybody to see.
        PUBLISHED
    }

    /// @throws IOException as a disk that failed in the step would
    /// @throws SQLException as a database that went away in it would
    void done(Step step) throws IOException, SQLException;
}
