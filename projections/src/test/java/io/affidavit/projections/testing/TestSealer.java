package io.affidavit.projections.testing;

import io.affidavit.schemas.evidence.LogKeyAdded;
import io.affidavit.schemas.evidence.LogKeyRetired;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.TreeHash;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.proof.SubtreeMessage;
import io.affidavit.schemas.value.Digest;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// A small, slow, independent sealer: it computes the whole tree anew each time, by its definition,
/// and signs with the JDK.
public final class TestSealer {

    private static final int TILE = 256;

    private final JdbcTemplate sql;
    private final int log;
    private final LogOrigin origin;
    private KeyPair ed25519 = keys("Ed25519");
    private @Nullable KeyPair next;
    private final KeyPair mlDsa44 = keys("ML-DSA-44");
    private Instant at = Stories.AT;

    /// Seals as superuser.
    ///
    /// @param log ordinal
    public TestSealer(JdbcTemplate superuser, int log, LogOrigin origin) {
        this.sql = superuser;
        this.log = log;
        this.origin = origin;
    }

    /// The key that verifies Ed25519 lines.
    public VerifierKey ed25519() {
        return VerifierKey.ed25519(origin.value(), raw(ed25519, 32));
    }

    /// Has another Ed25519 key sign, too; returns what goes on record.
    public LogKeyAdded rotate() {
        KeyPair fresh = keys("Ed25519");
        VerifierKey key = VerifierKey.ed25519(origin.value(), raw(fresh, 32));
        byte[] message = LogKeyAdded.message(origin, LogKeyUse.ED25519, ed25519(), key);
        next = fresh;
        return new LogKeyAdded(
                LogKeyUse.ED25519,
                key.toString(),
                ed25519().toString(),
                base64(sign("Ed25519", fresh.getPrivate(), message)),
                base64(sign("Ed25519", ed25519.getPrivate(), message)),
                null,
                List.of());
    }

    /// Has that key sign alone; returns what goes on record.
    public LogKeyRetired retire() {
        LogKeyRetired retired =
                new LogKeyRetired(LogKeyUse.ED25519, ed25519().toString(), null, List.of());
        ed25519 = Objects.requireNonNull(next);
        next = null;
        return retired;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// The same as its public key file.
    public String ed25519Pem() {
        String body =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(ed25519.getPublic().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    }

    /// The key that verifies ML-DSA-44 lines.
    public VerifierKey mlDsa44() {
        return VerifierKey.mlDsa44(origin.value(), raw(mlDsa44, 1_312));
    }

    /// Seals the first `size` records and returns the note.
    public SignedNote seal(long size) {
        List<byte[]> leaves =
                sql.queryForList(
                        "select leaf from evidence.record where log = ? and pos < ? order by pos",
                        byte[].class,
                        log,
                        size);
        if (leaves.size() != size) {
            throw new IllegalStateException(leaves.size() + " leaves (expected: " + size + ")");
        }
        writeTiles(leaves);
        at = at.plusSeconds(1);
        SignedNote note = note(new Checkpoint(origin, size, Digest.of(TreeHash.root(leaves))));
        sql.update(
                "insert into seal.checkpoint (log, size, root, at, note)"
                        + " values (?, ?, ?, ?::timestamptz, ?)",
                log,
                size,
                note.checkpoint().root().bytes(),
                at.toString(),
                note.bytes());
        return note;
    }

    /// Signs whatever it is given, true or not.
    public SignedNote note(Checkpoint checkpoint) {
        long seconds = at.getEpochSecond();
        byte[] message = SubtreeMessage.of(origin.value(), checkpoint, seconds);
        List<NoteSignature> lines = new ArrayList<>();
        lines.add(ed25519Line(ed25519, checkpoint));
        lines.add(
                NoteSignature.by(
                        mlDsa44(),
                        SubtreeMessage.stamped(
                                seconds, sign("ML-DSA-44", mlDsa44.getPrivate(), message))));
        if (next != null) {
            lines.add(ed25519Line(next, checkpoint));
        }
        return new SignedNote(checkpoint.text(), lines);
    }

    private NoteSignature ed25519Line(KeyPair pair, Checkpoint checkpoint) {
        return NoteSignature.by(
                VerifierKey.ed25519(origin.value(), raw(pair, 32)),
                sign("Ed25519", pair.getPrivate(), checkpoint.bytes()));
    }

    private void writeTiles(List<byte[]> leaves) {
        List<byte[]> hashes = leaves;
        for (int level = 0; hashes.size() >= TILE; level++) {
            List<byte[]> roots = new ArrayList<>();
            List<Object[]> rows = new ArrayList<>();
            for (int from = 0; from + TILE <= hashes.size(); from += TILE) {
                List<byte[]> tile = hashes.subList(from, from + TILE);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                tile.forEach(bytes::writeBytes);
                rows.add(new Object[] {log, level, from / TILE, bytes.toByteArray()});
                roots.add(TreeHash.root(tile));
            }
            sql.batchUpdate(
                    "insert into seal.tile (log, level, idx, hashes) values (?, ?, ?, ?)"
                            + " on conflict do nothing",
                    rows);
            hashes = roots;
        }
    }

    private static KeyPair keys(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] raw(KeyPair pair, int length) {
        byte[] der = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(der, der.length - length, der.length);
    }

    private static byte[] sign(String algorithm, PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
