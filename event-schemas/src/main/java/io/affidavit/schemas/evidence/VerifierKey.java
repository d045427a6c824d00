package io.affidavit.schemas.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A public key as notes name it (C2SP signed-note, tlog-cosignature): `<name>+<key id, 8
/// hex>+<base64(algorithm byte ‖ key)>`.
///
/// The key id is the first four bytes of `H(name ‖ "\n" ‖ algorithm byte ‖ key)`: it finds a key
/// and proves nothing.
public final class VerifierKey {

    private static final int ID_BYTES = 4;

    private final String name;
    private final Algorithm algorithm;
    private final byte[] key;

    private VerifierKey(String name, Algorithm algorithm, byte[] key) {
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == '+' || c > '~')) {
            throw new IllegalArgumentException(
                    "key name: " + name + " (expected: printable ASCII without blank or '+')");
        }
        if (key.length != algorithm.keyBytes) {
            throw new IllegalArgumentException(
                    "public key: " + key.length + " bytes (expected: " + algorithm.keyBytes + ")");
        }
        this.name = name;
        this.algorithm = algorithm;
        this.key = key.clone();
    }

    /// An Ed25519 key from its 32 bytes (RFC 8032 §5.1.5).
    public static VerifierKey ed25519(String name, byte[] key) {
        return new VerifierKey(name, Algorithm.ED25519, key);
    }

    /// An ML-DSA-44 key from its 1,312 bytes (FIPS 204 §4).
    public static VerifierKey mlDsa44(String name, byte[] key) {
        return new VerifierKey(name, Algorithm.ML_DSA_44, key);
    }

    /// Reads what [#toString] wrote.
    ///
    /// @throws IllegalArgumentException if the text is anything else, its key id included
    public static VerifierKey parse(String text) {
        int first = text.indexOf('+');
        int second = text.indexOf('+', first + 1);
        if (first < 0 || second < 0) {
            throw malformed(text);
        }
        byte[] tagged = Base64.getDecoder().decode(text.substring(second + 1));
        if (tagged.length == 0) {
            throw malformed(text);
        }
        VerifierKey parsed =
                new VerifierKey(
                        text.substring(0, first),
                        Algorithm.of(tagged[0]),
                        Arrays.copyOfRange(tagged, 1, tagged.length));
        if (!parsed.toString().equals(text)) {
            throw malformed(text);
        }
        return parsed;
    }

    /// Name of the signer: the origin, for the keys of a log.
    public String name() {
        return name;
    }

    /// What signs with it.
    public Algorithm algorithm() {
        return algorithm;
    }

    /// The raw public key, a new array each time.
    public byte[] key() {
        return key.clone();
    }

    /// The first word of each of its signatures, big-endian.
    public int keyId() {
        return ByteBuffer.wrap(idBytes()).getInt();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey that
                && name.equals(that.name)
                && algorithm == that.algorithm
                && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(key);
    }

    /// The verifier key as policies, records and the Go note library write it.
    @Override
    public String toString() {
        return name
                + '+'
                + HexFormat.of().formatHex(idBytes())
                + '+'
                + Base64.getEncoder().encodeToString(tagged());
    }

    private byte[] idBytes() {
        var digest = Leaf.newDigest();
        digest.update((name + '\n').getBytes(StandardCharsets.US_ASCII));
        return Arrays.copyOf(digest.digest(tagged()), ID_BYTES);
    }

    private byte[] tagged() {
        byte[] tagged = new byte[1 + key.length];
        tagged[0] = algorithm.tag;
        System.arraycopy(key, 0, tagged, 1, key.length);
        return tagged;
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "verifier key: " + text + " (expected: name+key id+base64)");
    }

    /// Signature types of C2SP that a log of ours uses.
    public enum Algorithm {
        /// Type 0x01: Ed25519 over the note text.
        ED25519((byte) 0x01, 32),
        /// Type 0x06: ML-DSA-44 over the time-stamped subtree message.
        ML_DSA_44((byte) 0x06, 1_312);

        private final byte tag;
        private final int keyBytes;

        Algorithm(byte tag, int keyBytes) {
            this.tag = tag;
            this.keyBytes = keyBytes;
        }

        private static Algorithm of(byte tag) {
            for (Algorithm algorithm : values()) {
                if (algorithm.tag == tag) {
                    return algorithm;
                }
            }
            throw new IllegalArgumentException("signature type: " + tag + " (expected: 1 or 6)");
        }
    }
}
