package io.affidavit.schemas.proof;

import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.value.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The gateway's promise to a caller that a position of its log holds a leaf, as
/// `v1;log=…;pos=…;leaf=…;sig=…` with leaf and signature in base64.
///
/// The signature is Ed25519 (RFC 8032) by the receipt key that `log.opened` names, over [#message].
/// Whoever keeps it can later show a log that does not keep the promise.
///
/// @param origin the log
/// @param position position of the record, from 0
/// @param leaf its leaf hash
/// @param signature 64 bytes in base64
public record Receipt(LogOrigin origin, long position, Digest leaf, String signature) {

    private static final String VERSION = "v1";
    private static final int FIELDS = 5;
    private static final int SIGNATURE_BYTES = 64;

    public Receipt {
        if (position < 0) {
            throw new IllegalArgumentException("position: " + position + " (expected: >= 0)");
        }
        byte[] bytes = Base64.getDecoder().decode(signature);
        if (bytes.length != SIGNATURE_BYTES
                || !Base64.getEncoder().encodeToString(bytes).equals(signature)) {
            throw new IllegalArgumentException("signature: not the base64 form of 64 bytes");
        }
    }

    /// The bytes that a receipt for this place signs.
    public static byte[] message(LogOrigin origin, long position, Digest leaf) {
        String text =
                "evidence-receipt/v1\n"
                        + origin.value()
                        + '\n'
                        + position
                        + '\n'
                        + Hashes.format(leaf.bytes())
                        + '\n';
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Reads what [#toString] wrote.
    ///
    /// @throws IllegalArgumentException if the text is anything else
    public static Receipt parse(String text) {
        String[] fields = text.split(";", -1);
        if (fields.length != FIELDS || !fields[0].equals(VERSION)) {
            throw new IllegalArgumentException(
                    "receipt: (expected: v1;log=...;pos=...;leaf=...;sig=...)");
        }
        return new Receipt(
                new LogOrigin(value("log=", fields[1])),
                Decimals.parse("position", value("pos=", fields[2])),
                Digest.of(Hashes.parse(value("leaf=", fields[3]))),
                value("sig=", fields[4]));
    }

    /// The receipt as the header `x-affidavit-receipt` carries it.
    @Override
    public String toString() {
        return VERSION
                + ";log="
                + origin.value()
                + ";pos="
                + position
                + ";leaf="
                + Hashes.format(leaf.bytes())
                + ";sig="
                + signature;
    }

    private static String value(String name, String field) {
        if (!field.startsWith(name)) {
            throw new IllegalArgumentException("receipt: (expected: " + name + "...)");
        }
        return field.substring(name.length());
    }
}
