package io.affidavit.schemas.evidence;

import io.affidavit.schemas.value.Public;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first record of a log, at position 0. It carries both verification keys, so that sealing the
/// log later changes no record. The first record of a log that goes on behind a loss says what was
/// lost.
///
/// @param origin the log's name, unique per installation
/// @param ed25519Key C2SP note verifier key of type 0x01
/// @param mlDsa44Key C2SP note verifier key of type 0x06
/// @param receiptKey note verifier key of type 0x01 for receipts
/// @param predecessor origin of the log this one continues; `null` for a first log
/// @param lost every earlier log of the house, in their order, as it was left; empty for a first
///   log
/// @param parts `reason`: why a loss was declared, kept outside the record
public record LogOpened(
        @Public String origin,
        @Public String ed25519Key,
        @Public String mlDsa44Key,
        @Public String receiptKey,
        @Public @Nullable String predecessor,
        @Public List<LostTail> lost,
        @PartNames("reason") List<Part> parts)
        implements EvidenceEvent, PartBearing {

    public LogOpened {
        lost = List.copyOf(lost);
        parts = List.copyOf(parts);
    }

    /// A first log's.
    public static LogOpened first(
            String origin, String ed25519Key, String mlDsa44Key, String receiptKey) {
        return new LogOpened(
                origin, ed25519Key, mlDsa44Key, receiptKey, null, List.of(), List.of());
    }

    @Override
    public LogOpened withParts(List<Part> sealed) {
        return new LogOpened(origin, ed25519Key, mlDsa44Key, receiptKey, predecessor, lost, sealed);
    }
}
