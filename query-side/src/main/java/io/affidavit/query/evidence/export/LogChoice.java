package io.affidavit.query.evidence.export;

import io.affidavit.schemas.bundle.BundleKind;
import io.affidavit.schemas.bundle.BundleScope;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which log a bundle is made of. It proves the records of one: what stands in several, because a
/// loss came between, is refused and never shown as if a part were the whole.
final class LogChoice {

    private LogChoice() {}

    /// A log and what it has of the scope.
    record Chosen(SealedLog log, Selection selection) {}

    /// @param logs all of them, the newest first
    /// @throws ExportFailure where no log has anything of the scope, or several have
    static Chosen of(List<SealedLog> logs, BundleScope scope) {
        if (logs.isEmpty()) {
            throw ExportFailure.unavailable("the log is not open");
        }
        List<Chosen> chosen = new ArrayList<>();
        @Nullable ExportFailure nothing = null;
        for (SealedLog log : within(logs, scope)) {
            if (scope.kind() == BundleKind.ORGANIZATION && log != logs.getFirst()) {
                requireKept(log, Objects.requireNonNull(scope.to()));
            }
            if (scope.kind() == BundleKind.ORGANIZATION && log != logs.getLast()) {
                requireOpen(log, Objects.requireNonNull(scope.from()));
            }
            try {
                chosen.add(new Chosen(log, new Selector(log).select(scope)));
            } catch (ExportFailure e) {
                if (e.code() != FailureCode.NOT_FOUND) {
                    throw e;
                }
                nothing = nothing == null ? e : nothing;
            }
        }
        if (chosen.size() > 1) {
            throw spans(chosen.stream().map(Chosen::log).toList());
        }
        if (chosen.isEmpty()) {
            throw Objects.requireNonNull(nothing);
        }
        Chosen only = chosen.getFirst();
        Set<UUID> limits = limits(logs, scope, only.selection().organization());
        for (SealedLog log : logs) {
            if (log != only.log() && log.ofStories(limits, log.head().size()).length > 0) {
                throw spans(List.of(log, only.log()));
            }
        }
        return only;
    }

    /// A key's life is told with all that became of the limits that were set on it.
    private static Set<UUID> limits(
            List<SealedLog> logs, BundleScope scope, @Nullable OrganizationId organization) {
        Set<UUID> limits = new HashSet<>();
        if (scope.kind() == BundleKind.KEY && organization != null && logs.size() > 1) {
            String key = Objects.requireNonNull(scope.id());
            logs.forEach(log -> limits.addAll(new Selector(log).limitsOf(key, organization)));
        }
        return limits;
    }

    /// An organization is asked for in the logs that have anything of the period; where none has,
    /// the newest one says so.
    private static List<SealedLog> within(List<SealedLog> logs, BundleScope scope) {
        if (scope.kind() != BundleKind.ORGANIZATION || logs.size() == 1) {
            return logs;
        }
        List<SealedLog> within =
                logs.stream()
                        .filter(log ->
                                log.firstAt(Objects.requireNonNull(scope.from()))
                                        < log.firstAt(Objects.requireNonNull(scope.to())))
                        .toList();
        return within.isEmpty() ? List.of(logs.getFirst()) : within;
    }

    /// A period of a log that has ended must end before that: behind its last record may have been
    /// others that are lost, and a bundle that says nothing of them would say there were none.
    private static void requireKept(SealedLog log, Instant to) {
        if (log.firstAt(to) == log.head().size()) {
            throw new ExportFailure(
                    FailureCode.INVALID_VALUE,
                    "scope.to: "
                            + to
                            + " (expected: no later than "
                            + log.lastAt()
                            + ", where log "
                            + log.head().origin()
                            + " ends; what stood behind it is lost)");
        }
    }

    /// Nor may it begin before a log was opened behind a loss: what stood there is lost.
    private static void requireOpen(SealedLog log, Instant from) {
        Instant opened = log.openedAt();
        if (from.isBefore(opened)) {
            throw new ExportFailure(
                    FailureCode.INVALID_VALUE,
                    "scope.from: "
                            + from
                            + " (expected: no earlier than "
                            + opened
                            + ", where log "
                            + log.head().origin()
                            + " begins; what stood before it is lost or in another log)");
        }
    }

    private static ExportFailure spans(List<SealedLog> logs) {
        String names =
                logs.reversed().stream()
                        .map(log -> log.head().origin().value())
                        .toList()
                        .toString();
        return new ExportFailure(
                FailureCode.INVALID_VALUE,
                "scope: records in the logs "
                        + names
                        + " (expected: in one; a period of an organization can be cut where the"
                        + " later one begins)");
    }
}
