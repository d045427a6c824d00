package io.affidavit.replay.cms;

import java.util.Map;

/// The algorithms that signatures may be made with, by their object identifiers.
final class Algorithms {

    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final Map<String, String> DIGESTS =
            Map.of(
                    "2.16.840.1.101.3.4.2.1", "SHA-256",
                    "2.16.840.1.101.3.4.2.2", "SHA-384",
                    "2.16.840.1.101.3.4.2.3", "SHA-512");
    private static final Map<String, String> SIGNATURES =
            Map.of(
                    "1.2.840.10045.4.3.2", "SHA256withECDSA",
                    "1.2.840.10045.4.3.3", "SHA384withECDSA",
                    "1.2.840.10045.4.3.4", "SHA512withECDSA",
                    "1.2.840.113549.1.1.11", "SHA256withRSA",
                    "1.2.840.113549.1.1.12", "SHA384withRSA",
                    "1.2.840.113549.1.1.13", "SHA512withRSA",
                    "2.16.840.1.101.3.4.3.18", "ML-DSA-65");

    private Algorithms() {}

    /// Reads an AlgorithmIdentifier without parameters, or with NULL for them.
    static String identifier(byte[] der) {
        Der identifier = new Der(der).enter(Der.SEQUENCE);
        String oid = identifier.oid();
        if (identifier.more() && identifier.value(0x05).length > 0) {
            throw new IllegalArgumentException("algorithm " + oid + " (expected: no parameters)");
        }
        identifier.end();
        return oid;
    }

    static boolean isEcdsa(String oid) {
        return oid.startsWith("1.2.840.10045.4.3.");
    }

    static String digest(String oid) {
        return known(DIGESTS, oid);
    }

    /// @param digest object identifier of the digest that a plain RSA identifier leaves open
    static String signature(String oid, String digest) {
        return oid.equals(RSA)
                ? digest(digest).replace("-", "") + "withRSA"
                : known(SIGNATURES, oid);
    }

    private static String known(Map<String, String> names, String oid) {
        String name = names.get(oid);
        if (name == null) {
            throw new IllegalArgumentException("algorithm " + oid + " (expected: " + names + ")");
        }
        return name;
    }
}
