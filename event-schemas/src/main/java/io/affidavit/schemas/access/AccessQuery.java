package io.affidavit.schemas.access;

import io.affidavit.schemas.value.AdminTokenId;
import io.affidavit.schemas.value.Digest;

/// What is asked about who may administer.
public sealed interface AccessQuery {

    /// Asks who holds a token; nobody, if it is wrong or no longer in force. Answer:
    /// [Administrator] or nothing.
    ///
    /// @param token the id within it
    /// @param hash see [AdminTokenFormat#hash]
    record FindAdministrator(AdminTokenId token, Digest hash) implements AccessQuery {}
}
