package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.proof.Receipt;
import io.affidavit.schemas.value.Digest;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/// Signs receipts with Ed25519 (RFC 8032) for what is durable. Serves all threads.
///
/// Bouncy Castle's lightweight interface signs twenty times faster than the JDK's, which matters on
/// every call.
public final class ReceiptSigner {

    private final LogOrigin origin;
    private volatile @Nullable Ed25519PrivateKeyParameters key;

    ReceiptSigner(LogOrigin origin, @Nullable Ed25519PrivateKeyParameters key) {
        this.origin = origin;
        this.key = key;
    }

    /// A signer for a log, with the installation's first receipt key.
    ///
    /// @throws WrongKeys if that is none
    public static ReceiptSigner of(LogOrigin origin, KeyDirectory keys) {
        return LogSigner.of(origin, LogKeyUse.RECEIPT, keys.receiptPrivateKey())
                .map(signer -> new ReceiptSigner(origin, signer.ed25519()))
                .orElseThrow(() ->
                        new WrongKeys(
                                keys.directory().resolve(LogKeyUse.RECEIPT.file())
                                        + ": not an Ed25519 private key in PEM"));
    }

    /// Goes on with another key; without any, no receipt is issued.
    void signWith(@Nullable LogSigner signer) {
        key = signer == null ? null : signer.ed25519();
    }

    /// Whether there is a key.
    boolean canSign() {
        return key != null;
    }

    /// The receipt for a leaf at a position.
    ///
    /// @throws IllegalStateException without a key
    public Receipt sign(long position, byte[] leaf) {
        Ed25519PrivateKeyParameters present = key;
        if (present == null) {
            throw new IllegalStateException("no key for receipts");
        }
        Digest digest = Digest.of(leaf);
        byte[] message = Receipt.message(origin, position, digest);
        byte[] signature = new byte[Ed25519PrivateKeyParameters.SIGNATURE_SIZE];
        present.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
        return new Receipt(origin, position, digest, Base64.getEncoder().encodeToString(signature));
    }
}
