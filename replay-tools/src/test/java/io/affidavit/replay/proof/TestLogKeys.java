package io.affidavit.replay.proof;

import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogKeyAdded;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.TreeHash;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.NodeSource;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.Receipt;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.proof.SubtreeMessage;
import io.affidavit.schemas.value.Digest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.generators.MLDSAKeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;

/// The keys of a log, signing with Bouncy Castle what the auditor checks with the platform.
public final class TestLogKeys {

    private static final Instant AT = Instant.parse("2026-11-25T14:00:01Z");

    private final LogOrigin origin;
    private final Ed25519PrivateKeyParameters ed25519;
    private final MLDSAPrivateKeyParameters mlDsa;
    private final Ed25519PrivateKeyParameters receipts;

    private final VerifierKey ed25519Key;
    private final VerifierKey mlDsaKey;

    public TestLogKeys(LogOrigin origin) {
        SecureRandom random = new SecureRandom();
        this.origin = origin;
        this.ed25519 = new Ed25519PrivateKeyParameters(random);
        this.receipts = new Ed25519PrivateKeyParameters(random);
        MLDSAKeyPairGenerator generator = new MLDSAKeyPairGenerator();
        generator.init(new MLDSAKeyGenerationParameters(random, MLDSAParameters.ml_dsa_44));
        var pair = generator.generateKeyPair();
        this.mlDsa = (MLDSAPrivateKeyParameters) pair.getPrivate();
        this.ed25519Key =
                VerifierKey.ed25519(origin.value(), ed25519.generatePublicKey().getEncoded());
        this.mlDsaKey =
                VerifierKey.mlDsa44(
                        origin.value(), ((MLDSAPublicKeyParameters) pair.getPublic()).getEncoded());
    }

    public VerifierKey ed25519Key() {
        return ed25519Key;
    }

    public VerifierKey mlDsaKey() {
        return mlDsaKey;
    }

    public VerifierKey receiptKey() {
        return VerifierKey.ed25519(origin.value(), receipts.generatePublicKey().getEncoded());
    }

    /// A policy that trusts this log and nobody else.
    public String policy() {
        return "log " + ed25519Key + "\nlog " + mlDsaKey + "\nquorum none\n";
    }

    /// A checkpoint with both lines.
    public SignedNote sign(Checkpoint checkpoint) {
        return new SignedNote(
                checkpoint.text(), List.of(ed25519Line(checkpoint), mlDsaLine(checkpoint)));
    }

    /// The record with which this Ed25519 key takes over from another one.
    public LogKeyAdded takeOver(TestLogKeys before) {
        byte[] message =
                LogKeyAdded.message(origin, LogKeyUse.ED25519, before.ed25519Key, ed25519Key);
        return new LogKeyAdded(
                LogKeyUse.ED25519,
                ed25519Key.toString(),
                before.ed25519Key.toString(),
                Base64.getEncoder().encodeToString(sign(ed25519, message)),
                Base64.getEncoder().encodeToString(sign(before.ed25519, message)),
                null,
                List.of());
    }

    public NoteSignature ed25519Line(Checkpoint checkpoint) {
        return NoteSignature.by(ed25519Key, sign(ed25519, checkpoint.bytes()));
    }

    public NoteSignature mlDsaLine(Checkpoint checkpoint) {
        long seconds = AT.getEpochSecond();
        byte[] message = SubtreeMessage.of(origin.value(), checkpoint, seconds);
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, mlDsa);
        signer.update(message, 0, message.length);
        try {
            return NoteSignature.by(
                    mlDsaKey, SubtreeMessage.stamped(seconds, signer.generateSignature()));
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    public Receipt receipt(long position, byte[] leaf) {
        Digest digest = Digest.of(leaf);
        byte[] signature = sign(receipts, Receipt.message(origin, position, digest));
        return new Receipt(origin, position, digest, Base64.getEncoder().encodeToString(signature));
    }

    private static byte[] sign(Ed25519PrivateKeyParameters key, byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    /// The tree over these leaves, by the definition.
    public static NodeSource tree(List<byte[]> leaves) {
        Map<Long, byte[]> known = new HashMap<>();
        return (level, index) ->
                known.computeIfAbsent(
                        (index << 6) + level,
                        _ -> {
                            int from = Math.toIntExact(index << level);
                            return TreeHash.root(leaves.subList(from, from + (1 << level)));
                        });
    }

    /// Leaves that are as good as any.
    public static List<byte[]> leaves(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Leaf.leaf(("entry " + i).getBytes(StandardCharsets.US_ASCII)))
                .toList();
    }
}
