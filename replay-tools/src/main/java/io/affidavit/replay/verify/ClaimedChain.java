package io.affidavit.replay.verify;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Follows the organization's own chain through a selection: neighbours are linked, and where the
/// selection claims a whole period, nothing is missing but what is kept back in that place.
final class ClaimedChain {

    private final Failures failures;
    private final boolean whole;
    private final @Nullable String from;
    private @Nullable End last;

    @SuppressWarnings("ArrayRecordComponent") // a hash among hashes
    private record End(long sequence, byte[] leaf, long withheldBefore) {}

    ClaimedChain(Claim claim, Failures failures) {
        this.failures = failures;
        this.whole = claim.kind() == Claim.Kind.ORGANIZATION;
        this.from = claim.from();
    }

    /// @param withheld how many records have been kept back so far
    void follow(long position, ScannedRecord record, byte[] leaf, long withheld) {
        ScannedRecord.Organization link = record.organization();
        if (link == null) {
            return;
        }
        End before = last;
        if (before == null) {
            checkFirst(position, record, link, withheld);
        } else if (link.sequence() <= before.sequence()) {
            fail(Check.CHAIN, position, "seq", link.sequence(), "more than " + before.sequence());
        } else if (link.sequence() == before.sequence() + 1) {
            if (!link.previous().isHexOf(before.leaf())) {
                failures.add(
                        Check.CHAIN,
                        "record " + position + " org.prev",
                        link.previous().toString(),
                        HexFormat.of().formatHex(before.leaf()));
            }
        } else if (whole) {
            requireExplained(
                    position, link, before.sequence() + 1, withheld - before.withheldBefore());
        }
        last = new End(link.sequence(), leaf, withheld);
    }

    private void checkFirst(
            long position, ScannedRecord record, ScannedRecord.Organization link, long withheld) {
        boolean older = from != null && record.at().isBefore(Slice.of(from));
        if (whole && !older) {
            requireExplained(position, link, 0, withheld);
        }
    }

    private void requireExplained(
            long position, ScannedRecord.Organization link, long expected, long withheld) {
        if (link.sequence() - expected > withheld) {
            fail(Check.INCOMPLETE, position, "seq", link.sequence(), Long.toString(expected));
        }
    }

    private void fail(Check check, long position, String member, long found, String expected) {
        failures.add(
                check, "record " + position + " org." + member, Long.toString(found), expected);
    }
}
