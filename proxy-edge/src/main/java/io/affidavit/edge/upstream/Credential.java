package io.affidavit.edge.upstream;

/// A provider's secret in the clear. It leaves through a request head and nowhere else; no text
/// form of it exists.
public final class Credential {

    private final String secret;

    /// Takes a secret of visible ASCII characters.
    ///
    /// @throws IllegalArgumentException if it is empty or has another character, without naming it
    public Credential(String secret) {
        if (secret.isEmpty() || !secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("credential: malformed (expected: visible ASCII)");
        }
        this.secret = secret;
    }

    String secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "Credential[hidden]";
    }
}
