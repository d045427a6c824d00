package io.affidavit.replay.bundle;

import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.replay.verify.Shown;
import io.affidavit.schemas.evidence.Leaf;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/// Steps 9 and 10: disclosed texts are those that were committed to, ciphertexts those that were
/// recorded, and what is there is exactly what is said to be: a text with its salt, or a salt
/// alone.
final class PartsStep {

    private static final String TAG = "evidence-part/v1\n";
    private static final int SALT_BYTES = 32;
    private static final int BUFFER = 64 * 1024;

    private final Container container;
    private final Failures failures;
    private final Set<String> disclosed;
    private final Set<String> salts;
    private final Set<String> unused = new TreeSet<>();

    PartsStep(Container container, Manifest manifest, Failures failures) {
        this.container = container;
        this.failures = failures;
        this.disclosed = new TreeSet<>(manifest.disclosed());
        this.salts = new TreeSet<>(manifest.salts());
        for (String name : container.files().tailMap(Names.PARTS).keySet()) {
            if (name.startsWith(Names.PARTS)) {
                unused.add(name);
            }
        }
    }

    void follow(Shown shown) {
        if (disclosed.isEmpty() && salts.isEmpty() && unused.isEmpty()) {
            return;
        }
        for (Shown.PartClaim part : shown.parts()) {
            String id = shown.position() + "/" + part.name();
            String object = "record " + shown.position() + " part " + part.name();
            String file = Names.PARTS + id;
            try {
                if (unused.remove(file + ".blob")) {
                    expect(Check.CIPHERTEXT, object, digest(file + ".blob"), part.digest());
                }
                if (disclosed.remove(id)) {
                    checkText(object, file, part);
                }
                if (salts.remove(id)) {
                    checkSalt(object, file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    void finish() {
        disclosed.addAll(salts);
        for (String id : disclosed) {
            failures.add(
                    Check.UNEXPLAINED_ABSENCE,
                    "part " + id,
                    "no such part",
                    "said to be disclosed");
        }
        for (String name : unused) {
            failures.add(Check.COMMITMENT, name, "present", "a disclosed part of a shown record");
        }
    }

    private void checkText(String object, String file, Shown.PartClaim part) throws IOException {
        boolean text = unused.remove(file + ".txt");
        boolean salt = unused.remove(file + ".salt");
        if (!text || !salt) {
            failures.add(
                    Check.UNEXPLAINED_ABSENCE,
                    object,
                    text ? "no salt" : "no text",
                    "what is said to be disclosed");
            return;
        }
        MessageDigest digest = Leaf.newDigest();
        byte[] name = part.name().getBytes(StandardCharsets.US_ASCII);
        digest.update(TAG.getBytes(StandardCharsets.US_ASCII));
        digest.update(salt(file));
        digest.update((byte) name.length);
        digest.update(name);
        expect(Check.COMMITMENT, object, digest(file + ".txt", digest), part.commitment());
    }

    /// Nothing in a bundle tells whether it is the right one: a holder of the text can.
    private void checkSalt(String object, String file) throws IOException {
        if (unused.remove(file + ".salt")) {
            salt(file);
        } else {
            failures.add(
                    Check.UNEXPLAINED_ABSENCE, object, "no salt", "what is said to be disclosed");
        }
    }

    private byte[] salt(String file) throws IOException {
        byte[] salt = container.read(file + ".salt", SALT_BYTES);
        if (salt.length != SALT_BYTES) {
            throw new MalformedBundle(
                    file + ".salt", salt.length + " bytes", SALT_BYTES + " bytes");
        }
        return salt;
    }

    private void expect(Check check, String object, String found, String expected) {
        if (!found.equals(expected)) {
            failures.add(check, object, found, expected);
        }
    }

    private String digest(String file) throws IOException {
        return digest(file, Leaf.newDigest());
    }

    private String digest(String file, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = container.open(file)) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                digest.update(buffer, 0, got);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
