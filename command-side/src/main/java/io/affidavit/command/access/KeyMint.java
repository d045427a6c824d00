package io.affidavit.command.access;

import io.affidavit.command.vault.GatewaySecrets;
import io.affidavit.schemas.access.AccessCommand.ImportedKey;
import io.affidavit.schemas.access.VirtualKeyFormat;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.value.Base62;
import io.affidavit.schemas.value.VirtualKeyId;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/// Makes the secrets of keys.
final class KeyMint {

    private static final int ID_DIGITS = 12;

    private final GatewaySecrets secrets;
    private final SecureRandom random = new SecureRandom();

    KeyMint(GatewaySecrets secrets) {
        this.secrets = secrets;
    }

    /// A whole key that nobody else knows.
    String newKey(VirtualKeyId id) {
        return VirtualKeyFormat.compose(id, newSecret());
    }

    /// 256 random bits.
    byte[] newSecret() {
        byte[] secret = new byte[VirtualKeyFormat.SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /// A key of which only the SHA-256 is known. Its id follows from it and tells nothing about it.
    ///
    /// @param sha256 64 hex digits
    ImportedKey imported(String sha256, List<Part> parts) {
        byte[] mac = VirtualKeyFormat.macOfHash(secrets.pepper(), HexFormat.of().parseHex(sha256));
        byte[] id = VirtualKeyFormat.macOfHash(secrets.pepper(), mac);
        return new ImportedKey(
                new VirtualKeyId(Base62.encode(id, ID_DIGITS)),
                HexFormat.of().formatHex(mac),
                parts);
    }

    /// What is stored of a key or a token.
    String mac(String key) {
        return VirtualKeyFormat.macHex(secrets.pepper(), key);
    }
}
