package io.affidavit.edge.upstream;

import org.jspecify.annotations.Nullable;

/// A credential could not be had or opened. The message names the provider, never a secret.
public final class CredentialUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    CredentialUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
