package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.proof.Receipt;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// Signs receipts with Ed25519 (RFC 8032) for what is durable. Serves all threads.
///
/// Bouncy Castle's lightweight interface signs twenty times faster than the JDK's, which matters on
/// every call.
public final class ReceiptSigner {

    private static final String FILE = "receipt.ed25519";

    private final LogOrigin origin;
    private final Ed25519PrivateKeyParameters key;

    private ReceiptSigner(LogOrigin origin, Ed25519PrivateKeyParameters key) {
        this.origin = origin;
        this.key = key;
    }

    /// A signer for a log, with the installation's receipt key.
    ///
    /// @throws WrongKeys if the private key is not the one that the log names by its public key
    public static ReceiptSigner of(LogOrigin origin, KeyDirectory keys) {
        if (parsed(keys) instanceof Ed25519PrivateKeyParameters key
                && Arrays.equals(key.generatePublicKey().getEncoded(), keys.receiptEd25519())) {
            return new ReceiptSigner(origin, key);
        }
        throw new WrongKeys(
                keys.directory().resolve(FILE) + " does not belong to " + FILE + ".pub beside it");
    }

    private static AsymmetricKeyParameter parsed(KeyDirectory keys) {
        try {
            return PrivateKeyFactory.createKey(keys.receiptPrivateKey());
        } catch (IOException | RuntimeException e) { // as it says of whatever is no key
            throw new WrongKeys(
                    keys.directory().resolve(FILE) + ": not an Ed25519 private key in PEM");
        }
    }

    /// The receipt for a leaf at a position of the log that is appended to.
    public Receipt sign(long position, byte[] leaf) {
        return sign(origin, position, leaf);
    }

    /// The same for any log of this installation: they all name its key.
    Receipt sign(LogOrigin log, long position, byte[] leaf) {
        Digest digest = Digest.of(leaf);
        byte[] message = Receipt.message(log, position, digest);
        byte[] signature = new byte[Ed25519PrivateKeyParameters.SIGNATURE_SIZE];
        key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
        return new Receipt(log, position, digest, Base64.getEncoder().encodeToString(signature));
    }
}
