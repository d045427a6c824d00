package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.proof.SubtreeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/// The two keys that sign a log's checkpoints: Ed25519 for every tool there is (type 0x01) and
/// ML-DSA-44 for later (type 0x06). Both lines stand under each checkpoint, and both must hold.
///
/// Signatures depend on nothing but key, text and time stamp.
///
/// @param ed25519 signs the note's text
/// @param mlDsa44 signs the time-stamped subtree message
public record SealKeys(Ed25519PrivateKeyParameters ed25519, MLDSAPrivateKeyParameters mlDsa44) {

    /// Reads `log.ed25519` and `log.mldsa44`, PKCS#8 in PEM.
    ///
    /// @throws UncheckedIOException if one cannot be read
    public static SealKeys read(Path directory) {
        return new SealKeys(
                read(directory.resolve("log.ed25519"), Ed25519PrivateKeyParameters.class),
                read(directory.resolve("log.mldsa44"), MLDSAPrivateKeyParameters.class));
    }

    private static <K extends AsymmetricKeyParameter> K read(Path file, Class<K> kind) {
        try {
            String base64 =
                    Files.readAllLines(file).stream()
                            .filter(line -> !line.startsWith("-----"))
                            .reduce("", String::concat);
            return kind.cast(PrivateKeyFactory.createKey(Base64.getDecoder().decode(base64)));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        } catch (RuntimeException e) {
            // Not the cause: what a parser says of a private key does not belong into a log.
            throw new IllegalStateException(file + ": (expected: a private key, PKCS#8 in PEM)");
        }
    }

    /// The key of type 0x01 as the log's first record names it.
    VerifierKey ed25519Key(LogOrigin origin) {
        return VerifierKey.ed25519(origin.value(), ed25519.generatePublicKey().getEncoded());
    }

    /// The key of type 0x06 as the log's first record names it.
    VerifierKey mlDsa44Key(LogOrigin origin) {
        return VerifierKey.mlDsa44(origin.value(), mlDsa44.getPublicKey());
    }

    /// Signs with both.
    SealedCheckpoint seal(Checkpoint checkpoint, Instant at) {
        String name = checkpoint.origin().value();
        long time = at.getEpochSecond();
        Signer classic = new Ed25519Signer();
        classic.init(true, ed25519);
        Signer later = new MLDSASigner();
        later.init(true, mlDsa44);
        return new SealedCheckpoint(
                checkpoint,
                new SignedNote(
                        checkpoint.text(),
                        List.of(
                                NoteSignature.by(
                                        ed25519Key(checkpoint.origin()),
                                        sign(classic, checkpoint.bytes())),
                                NoteSignature.by(
                                        mlDsa44Key(checkpoint.origin()),
                                        SubtreeMessage.stamped(
                                                time,
                                                sign(
                                                        later,
                                                        SubtreeMessage.of(
                                                                name, checkpoint, time)))))));
    }

    private static byte[] sign(Signer signer, byte[] message) {
        try {
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("a key of its own kind signs anything", e);
        }
    }

    /// Reads a note that a log's own keys must have signed, both of them.
    ///
    /// @throws BrokenLogException if it is anything else
    SealedCheckpoint open(LogOrigin origin, long size, byte[] bytes) throws BrokenLogException {
        SignedNote note;
        Checkpoint checkpoint;
        try {
            note = SignedNote.parse(bytes);
            checkpoint = note.checkpoint();
        } catch (IllegalArgumentException e) {
            throw BrokenLogException.of(
                    Kind.CHECKPOINT, size, String.valueOf(e.getMessage()), "a signed checkpoint");
        }
        if (!checkpoint.origin().equals(origin) || checkpoint.size() != size) {
            throw BrokenLogException.of(
                    Kind.CHECKPOINT,
                    size,
                    checkpoint.origin().value() + " " + checkpoint.size(),
                    origin.value() + " " + size);
        }
        if (!holds(note, checkpoint, ed25519Key(origin))
                || !holds(note, checkpoint, mlDsa44Key(origin))) {
            throw BrokenLogException.of(
                    Kind.CHECKPOINT,
                    size,
                    "a signature that does not hold",
                    "signatures of both keys of the log");
        }
        return new SealedCheckpoint(checkpoint, note);
    }

    /// Whether there is a line by this key, and every such line holds.
    private boolean holds(SignedNote note, Checkpoint checkpoint, VerifierKey key) {
        List<NoteSignature> lines =
                note.signatures().stream().filter(line -> line.claims(key)).toList();
        return !lines.isEmpty()
                && lines.stream()
                        .allMatch(line ->
                                switch (key.algorithm()) {
                                    case ED25519 -> isClassic(checkpoint, line.signature());
                                    case ML_DSA_44 ->
                                            isLater(key.name(), checkpoint, line.signature());
                                });
    }

    private boolean isClassic(Checkpoint checkpoint, byte[] signature) {
        Signer signer = new Ed25519Signer();
        Ed25519PublicKeyParameters key = ed25519.generatePublicKey();
        signer.init(false, key);
        return verify(signer, checkpoint.bytes(), signature);
    }

    private boolean isLater(String name, Checkpoint checkpoint, byte[] stamped) {
        if (stamped.length <= SubtreeMessage.TIME_BYTES) {
            return false;
        }
        long time = ByteBuffer.wrap(stamped).getLong();
        Signer signer = new MLDSASigner();
        MLDSAPublicKeyParameters key = mlDsa44.getPublicKeyParameters();
        signer.init(false, key);
        return verify(
                signer,
                SubtreeMessage.of(name, checkpoint, time),
                Arrays.copyOfRange(stamped, SubtreeMessage.TIME_BYTES, stamped.length));
    }

    private static boolean verify(Signer signer, byte[] message, byte[] signature) {
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }
}
