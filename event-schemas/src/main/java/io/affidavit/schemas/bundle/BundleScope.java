package io.affidavit.schemas.bundle;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which records a bundle is asked for.
///
/// @param kind what it is about
/// @param id of the one thing it is about; `null` for named calls
/// @param ids of named calls, ascending, each once; else empty
/// @param from first moment of an organization's period; else `null`
/// @param to first moment after it; else `null`
public record BundleScope(
        BundleKind kind,
        @Nullable String id,
        List<String> ids,
        @Nullable Instant from,
        @Nullable Instant to) {

    public BundleScope {
        ids = List.copyOf(new TreeSet<>(ids));
        boolean named = kind == BundleKind.CALLS;
        boolean period = kind == BundleKind.ORGANIZATION;
        if (named == ids.isEmpty() || ids.size() > BundleFiles.CALLS_MAX) {
            throw new IllegalArgumentException(
                    "ids: " + ids.size() + " (expected: 1 to " + BundleFiles.CALLS_MAX + ")");
        }
        if (named == (id != null)) {
            throw new IllegalArgumentException("id: (expected: one, where no ids are)");
        }
        if (period == (from == null) || period == (to == null)) {
            throw new IllegalArgumentException("period: (expected: from and to)");
        }
        if (from != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("from: " + from + " (expected: before " + to + ")");
        }
    }

    /// A scope of one thing without a period.
    public static BundleScope of(BundleKind kind, String id) {
        return new BundleScope(kind, id, List.of(), null, null);
    }

    /// Named calls.
    public static BundleScope calls(List<String> ids) {
        return new BundleScope(BundleKind.CALLS, null, ids, null, null);
    }

    /// An organization's period, `from` included, `to` not.
    public static BundleScope organization(String id, Instant from, Instant to) {
        return new BundleScope(BundleKind.ORGANIZATION, id, List.of(), from, to);
    }
}
