package io.affidavit.schemas.evidence;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.evidence.VerifierKey.Algorithm;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// What a key of a log signs. Each use has one key, and two while the one takes over from the
/// other.
@Public
public enum LogKeyUse {
    /// Lines of type 0x01 under checkpoints.
    ED25519(Algorithm.ED25519, "log.ed25519"),
    /// Lines of type 0x06 under checkpoints.
    ML_DSA_44(Algorithm.ML_DSA_44, "log.mldsa44"),
    /// Receipts.
    RECEIPT(Algorithm.ED25519, "receipt.ed25519");

    private final Algorithm algorithm;
    private final String file;

    LogKeyUse(Algorithm algorithm, String file) {
        this.algorithm = algorithm;
        this.file = file;
    }

    /// The use behind a code.
    ///
    /// @throws IllegalArgumentException for anything else
    public static LogKeyUse ofCode(String code) {
        for (LogKeyUse use : values()) {
            if (use.code().equals(code)) {
                return use;
            }
        }
        throw new IllegalArgumentException("use: " + code + " (expected: a use of log keys)");
    }

    /// How its keys sign.
    public Algorithm algorithm() {
        return algorithm;
    }

    /// Name of the file of a log's first private key; that of a later one has its [#file] with the
    /// key id behind it, so that no file is ever renamed or overwritten.
    public String file() {
        return file;
    }

    /// Name of the file of a later private key: `log.ed25519.0a1b2c3d`.
    public String file(VerifierKey key) {
        return "%s.%08x".formatted(file, key.keyId());
    }

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
