package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonOut;

/// Where a list's next item is written.
interface Place {

    /// Opens whatever must stand around the item, and the comma before it.
    JsonOut next();
}
