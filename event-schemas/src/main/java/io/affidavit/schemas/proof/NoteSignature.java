package io.affidavit.schemas.proof;

import io.affidavit.schemas.evidence.VerifierKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/// One signature line of a [SignedNote]: `— <name> base64(key id ‖ signature)`.
///
/// Name and key id only find a key; whether it signed is for the verifier to compute.
public final class NoteSignature {

    private static final String DASH = "\u2014 ";
    private static final int ID_BYTES = Integer.BYTES;

    private final String name;
    private final int keyId;
    private final byte[] signature;

    /// @param name key name, the origin for the log's own lines
    /// @param keyId first word of the key's hash
    /// @param signature what the key's algorithm made; for type 0x06 with its time stamp in front
    public NoteSignature(String name, int keyId, byte[] signature) {
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == '+' || c == 0x7f)) {
            throw new IllegalArgumentException(
                    "key name: " + name + " (expected: neither empty nor with a blank or '+')");
        }
        this.name = name;
        this.keyId = keyId;
        this.signature = signature.clone();
    }

    /// A signature by this key.
    public static NoteSignature by(VerifierKey key, byte[] signature) {
        return new NoteSignature(key.name(), key.keyId(), signature);
    }

    static NoteSignature parse(String line) {
        int blank = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || blank < 0) {
            throw malformed();
        }
        String text = line.substring(blank + 1);
        byte[] bytes = Base64.getDecoder().decode(text);
        if (bytes.length <= ID_BYTES || !Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw malformed();
        }
        return new NoteSignature(
                line.substring(DASH.length(), blank),
                ByteBuffer.wrap(bytes).getInt(),
                Arrays.copyOfRange(bytes, ID_BYTES, bytes.length));
    }

    /// Key name.
    public String name() {
        return name;
    }

    /// First word of the key's hash.
    public int keyId() {
        return keyId;
    }

    /// What the key's algorithm made, a new array each time.
    public byte[] signature() {
        return signature.clone();
    }

    /// Whether name and key id are this key's, so that it must verify.
    public boolean claims(VerifierKey key) {
        return keyId == key.keyId() && name.equals(key.name());
    }

    /// The whole line without its newline.
    @Override
    public String toString() {
        byte[] bytes =
                ByteBuffer.allocate(ID_BYTES + signature.length)
                        .putInt(keyId)
                        .put(signature)
                        .array();
        return DASH + name + ' ' + Base64.getEncoder().encodeToString(bytes);
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "signature line: (expected: em dash, key name, base64 of key id and signature)");
    }
}
