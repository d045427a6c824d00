package io.affidavit.schemas.evidence;

import io.affidavit.schemas.value.Public;
import org.jspecify.annotations.Nullable;

/// The first record of a log, at position 0. It carries both verification keys, so that sealing the
/// log later changes no record.
///
/// @param origin the log's name, unique per installation
/// @param ed25519Key C2SP note verifier key of type 0x01
/// @param mlDsa44Key C2SP note verifier key of type 0x06
/// @param receiptKey note verifier key of type 0x01 for receipts
/// @param predecessor origin of the log this one continues; `null` for a first log
public record LogOpened(
        @Public String origin,
        @Public String ed25519Key,
        @Public String mlDsa44Key,
        @Public String receiptKey,
        @Public @Nullable String predecessor)
        implements EvidenceEvent {}
