package io.affidavit.edge.upstream;

/// A credential could not be had or opened. The message names the provider, never a secret.
public final class CredentialUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    CredentialUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
