package io.affidavit.solo.database;

import java.nio.file.Path;
import java.util.Locale;

/// The login roles of the house. What each may do is granted by the migrations; none is a member of
/// another, so none can become another.
public enum Role {
    /// Owns every schema. Only the migrations run as it.
    OWNER,
    /// Appends records.
    WRITER,
    /// Keeps wrapped keys and sealed credentials.
    VAULT,
    /// Writes read tables.
    PROJECTOR,
    /// Recomputes the log and writes checkpoints and tiles.
    SEALER,
    /// Reads the keys of sealed texts, for those that are disclosed; no ciphertext.
    DISCLOSER,
    /// Reads, for queries and audits; its transactions are read-only unless it says otherwise.
    READER;

    /// The name in the database.
    public String login() {
        return "affidavit_" + name().toLowerCase(Locale.ROOT);
    }

    /// Whether a serving process logs in as it.
    public boolean serves() {
        return this != OWNER;
    }

    /// The file with this role's password and a newline.
    ///
    /// @param directory where the password files lie
    public Path passwordFile(Path directory) {
        return directory.resolve(login() + ".password");
    }
}
