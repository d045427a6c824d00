package io.affidavit.solo;

import io.affidavit.solo.RunFile.Database;

/// The database of this process, ready to be used.
interface Store {

    /// Where it is and how to get in.
    Database database();

    /// Whether the demo content is still to be made.
    boolean isFirstStart();

    /// Says that it was made.
    void completeFirstStart();
}
