package io.affidavit.schemas.evidence;

import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.Public;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A key begins to take over from another one. From this record on every checkpoint carries the
/// lines of both, until [LogKeyRetired] says that the old one has ended.
///
/// Both keys sign [#message]: the new one shows that somebody holds it, the old one that whoever
/// held the log's key so far wants it so.
///
/// @param use what both sign
/// @param key verifier key of the new one
/// @param replaces verifier key of the old one
/// @param possession signature by the new one, base64
/// @param consent signature by the old one, base64
/// @param idempotency keyed digest of the request; `null` without an `Idempotency-Key`
/// @param parts `reason`: kept outside the record
public record LogKeyAdded(
        LogKeyUse use,
        @Public String key,
        @Public String replaces,
        @Public String possession,
        @Public String consent,
        @Nullable Digest idempotency,
        @PartNames("reason") List<Part> parts)
        implements EvidenceEvent, PartBearing {

    public LogKeyAdded {
        parts = List.copyOf(parts);
    }

    @Override
    public LogKeyAdded withParts(List<Part> sealed) {
        return new LogKeyAdded(use, key, replaces, possession, consent, idempotency, sealed);
    }

    /// What both keys sign.
    public static byte[] message(
            LogOrigin origin, LogKeyUse use, VerifierKey replaces, VerifierKey key) {
        return ("evidence-log-key/v1\n"
                        + origin.value()
                        + '\n'
                        + use.code()
                        + '\n'
                        + replaces
                        + '\n'
                        + key
                        + '\n')
                .getBytes(StandardCharsets.US_ASCII);
    }
}
