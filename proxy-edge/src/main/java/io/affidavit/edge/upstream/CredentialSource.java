package io.affidavit.edge.upstream;

import io.affidavit.schemas.call.CatalogPage;

/// Where credentials come from.
public interface CredentialSource {

    /// The credential of the version the catalogue names. Blocks; for virtual threads only.
    ///
    /// @throws CredentialUnavailable if it cannot be had or opened
    Credential resolve(CatalogPage.Provider provider);
}
