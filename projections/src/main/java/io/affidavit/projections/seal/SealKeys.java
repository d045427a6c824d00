package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogKeys.Term;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.proof.SubtreeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.jspecify.annotations.Nullable;

/// The keys of this node that sign a log's checkpoints: Ed25519 for every tool there is (type 0x01)
/// and ML-DSA-44 for later (type 0x06). Which of them must sign a checkpoint the log says itself;
/// while one takes over from another, both do.
///
/// Signatures depend on nothing but key, text and time stamp. For one thread.
public final class SealKeys {

    private static final List<LogKeyUse> USES = List.of(LogKeyUse.ED25519, LogKeyUse.ML_DSA_44);

    private final Path directory;
    private List<AsymmetricKeyParameter> secrets;

    private SealKeys(Path directory) {
        this.directory = directory;
        this.secrets = secrets();
    }

    /// Reads `log.ed25519` and `log.mldsa44`, PKCS#8 in PEM, and those of the same names with a key
    /// id behind them.
    ///
    /// @throws UncheckedIOException if one cannot be read
    public static SealKeys read(Path directory) {
        return new SealKeys(directory);
    }

    private List<AsymmetricKeyParameter> secrets() {
        List<AsymmetricKeyParameter> found = new ArrayList<>();
        for (LogKeyUse use : USES) {
            String name = use.file();
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(
                            directory, name + "{,." + "[0-9a-f]".repeat(8) + "}")) {
                for (Path file : files) {
                    found.add(read(file, use));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(directory + ": cannot be read", e);
            }
        }
        return found;
    }

    private static AsymmetricKeyParameter read(Path file, LogKeyUse use) throws IOException {
        String base64 =
                Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("-----"))
                        .reduce("", String::concat);
        try {
            AsymmetricKeyParameter key =
                    PrivateKeyFactory.createKey(Base64.getDecoder().decode(base64));
            return switch (use.algorithm()) {
                case ED25519 -> (Ed25519PrivateKeyParameters) key;
                case ML_DSA_44 -> (MLDSAPrivateKeyParameters) key;
            };
        } catch (IOException | RuntimeException e) {
            // Not the cause: what a parser says of a private key does not belong into a log.
            throw new IllegalStateException(file + ": (expected: a private key, PKCS#8 in PEM)");
        }
    }

    /// Whether this node has the private key. Files are looked at again for one that it has not: it
    /// may have been copied here meanwhile.
    boolean has(VerifierKey key) {
        if (find(key) == null) {
            secrets = secrets();
        }
        return find(key) != null;
    }

    private @Nullable AsymmetricKeyParameter find(VerifierKey key) {
        byte[] wanted = key.key();
        for (AsymmetricKeyParameter secret : secrets) {
            if (Arrays.equals(wanted, raw(secret))) {
                return secret;
            }
        }
        return null;
    }

    /// Those of the keys here whose lines a note has.
    ///
    /// @throws BrokenLogException if one of a use is not among them
    LogKeys under(LogOrigin origin, long size, byte[] note) throws BrokenLogException {
        List<Term> terms = lines(origin, note);
        for (LogKeyUse use : USES) {
            if (terms.stream().noneMatch(term -> term.use() == use)) {
                throw BrokenLogException.of(
                        Kind.CHECKPOINT, size, "no line of a key here", "one of " + use.file());
            }
        }
        return new LogKeys(origin, terms);
    }

    /// Those of the keys here whose lines a note has, in their order; perhaps none.
    List<Term> lines(LogOrigin origin, byte[] note) {
        List<Term> terms = new ArrayList<>();
        for (NoteSignature line : signatures(note)) {
            for (AsymmetricKeyParameter secret : secrets) {
                VerifierKey key = verifier(origin, secret);
                if (line.claims(key)) {
                    terms.add(new Term(use(secret), key, 0, Long.MAX_VALUE));
                }
            }
        }
        return terms;
    }

    private static List<NoteSignature> signatures(byte[] note) {
        try {
            return SignedNote.parse(note).signatures();
        } catch (IllegalArgumentException e) {
            return List.of(); // told as lines that are missing
        }
    }

    private static LogKeyUse use(AsymmetricKeyParameter secret) {
        return secret instanceof Ed25519PrivateKeyParameters
                ? LogKeyUse.ED25519
                : LogKeyUse.ML_DSA_44;
    }

    private static VerifierKey verifier(LogOrigin origin, AsymmetricKeyParameter secret) {
        return use(secret) == LogKeyUse.ED25519
                ? VerifierKey.ed25519(origin.value(), raw(secret))
                : VerifierKey.mlDsa44(origin.value(), raw(secret));
    }

    private static byte[] raw(AsymmetricKeyParameter secret) {
        return switch (secret) {
            case Ed25519PrivateKeyParameters ed25519 -> ed25519.generatePublicKey().getEncoded();
            case MLDSAPrivateKeyParameters mlDsa44 -> mlDsa44.getPublicKey();
            default -> throw new IllegalStateException("a key of another kind");
        };
    }

    /// Signs with all of these.
    ///
    /// @throws MissingKeyException if one is not here
    SealedCheckpoint seal(Checkpoint checkpoint, Instant at, List<VerifierKey> keys)
            throws MissingKeyException {
        List<NoteSignature> lines = new ArrayList<>();
        for (VerifierKey key : keys) {
            AsymmetricKeyParameter secret = has(key) ? find(key) : null;
            if (secret == null) {
                throw new MissingKeyException(key);
            }
            lines.add(NoteSignature.by(key, line(key, secret, checkpoint, at.getEpochSecond())));
        }
        return new SealedCheckpoint(checkpoint, new SignedNote(checkpoint.text(), lines));
    }

    private static byte[] line(
            VerifierKey key, AsymmetricKeyParameter secret, Checkpoint checkpoint, long time) {
        return switch (key.algorithm()) {
            case ED25519 -> sign(new Ed25519Signer(), secret, checkpoint.bytes());
            case ML_DSA_44 ->
                    SubtreeMessage.stamped(
                            time,
                            sign(
                                    new MLDSASigner(),
                                    secret,
                                    SubtreeMessage.of(key.name(), checkpoint, time)));
        };
    }

    private static byte[] sign(Signer signer, AsymmetricKeyParameter secret, byte[] message) {
        try {
            signer.init(true, secret);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("a key of its own kind signs anything", e);
        }
    }

    /// A key that must sign is on another node only.
    static final class MissingKeyException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient VerifierKey key;

        MissingKeyException(VerifierKey key) {
            super(
                    "%s key %08x, which must sign, is on another node only"
                            .formatted(key.algorithm(), key.keyId()));
            this.key = key;
        }

        VerifierKey key() {
            return key;
        }
    }
}
