package io.affidavit.schemas.access;

/// The text of an operator token: `op-aff-<12 base62 id>-<43 base62 secret><6 base62 CRC-32>`, see
/// [SecretForm]. Tokens of older installations, or of an operator's own making, have any form.
public final class OperatorTokenFormat {

    /// What every such token begins with.
    public static final String PREFIX = "op-aff-";

    /// Bytes of a secret.
    public static final int SECRET_BYTES = SecretForm.SECRET_BYTES;

    private static final SecretForm FORM = new SecretForm(PREFIX);

    private OperatorTokenFormat() {}

    /// The whole token.
    ///
    /// @param id 12 base62 digits
    /// @param secret 32 random bytes
    public static String compose(String id, byte[] secret) {
        return FORM.compose(id, secret);
    }

    /// Whether a text has the form of one.
    public static boolean isOne(String presented) {
        return FORM.id(presented).isPresent();
    }
}
