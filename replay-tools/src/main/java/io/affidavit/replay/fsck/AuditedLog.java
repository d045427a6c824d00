package io.affidavit.replay.fsck;

import io.affidavit.replay.verify.VerifiedLog;
import java.util.HexFormat;

/// A log as the audit found it.
///
/// @param origin name of the log
/// @param size number of records audited
/// @param root hex root over them
/// @param parts how many parts they name
/// @param openCalls calls among them without a terminal event
public record AuditedLog(String origin, long size, String root, long parts, long openCalls) {

    static AuditedLog of(Head head, VerifiedLog log) {
        return new AuditedLog(
                head.origin(),
                head.size(),
                HexFormat.of().formatHex(log.root()),
                log.parts(),
                log.openCalls());
    }
}
