package io.affidavit.query.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.affidavit.query.evidence.RecordReader.OrganizationHead;
import io.affidavit.query.evidence.RecordReader.OrganizationNeighbours;
import io.affidavit.query.evidence.RecordReader.StoredPart;
import io.affidavit.schemas.evidence.FormException;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RecordOrganization;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.value.Digest;
import java.util.Arrays;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Judges a call's records by their bytes: their own hash, the records before and after them in the
/// log and in the tenant's chain, the columns beside them, the ciphertexts they name, and whether
/// the story is whole.
final class ChainCheck {

    private final CallRecords call;
    private final TreeSet<Long> bad = new TreeSet<>();

    private ChainCheck(CallRecords call) {
        this.call = call;
    }

    /// The verdict.
    ///
    /// @param verified nothing contradicts the records
    /// @param checked how many records of the call were judged
    /// @param firstBad lowest position at which something does not fit; absent when verified
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChainView(boolean verified, int checked, @Nullable Long firstBad) {}

    /// @param shown what the read tables say about the call, null when they do not know it yet
    static ChainView check(CallRecords call, @Nullable ShownCall shown) {
        ChainCheck check = new ChainCheck(call);
        call.records().forEach(check::judge);
        check.judgeStory(shown);
        Long first = check.bad.isEmpty() ? null : check.bad.first();
        return new ChainView(first == null, call.records().size(), first);
    }

    /// What the read tables say about a call.
    ///
    /// @param position of its first record
    /// @param ended whether it had a terminal record
    record ShownCall(long position, boolean ended) {}

    private void judge(StoredRecord record) {
        long position = record.position();
        RecordView view = record.view();
        byte[] leaf = record.computedLeaf();
        if (view == null || !Arrays.equals(leaf, record.leaf()) || !columnsFit(record, view)) {
            bad.add(position);
            return;
        }
        if (!Arrays.equals(view.prev().bytes(), leafBefore(position))) {
            bad.add(
                    call.near().containsKey(position - 1) || position == 0
                            ? position
                            : position - 1);
        }
        if (!Arrays.equals(leaf, namedAfter(position))) {
            bad.add(position + 1);
        }
        if (view.org() != null) {
            judgeOrganization(position, leaf, view.org());
        }
        if (!view.parts().stream().allMatch(part -> partFits(position, part))) {
            bad.add(position);
        }
    }

    private boolean columnsFit(StoredRecord record, RecordView view) {
        String organization = view.org() == null ? null : view.org().id();
        return view.pos() == record.position()
                && view.type().equals(record.type())
                && view.agg().sequence() == record.aggregateSequence()
                && record.aggregate().equals(AggregateColumn.of(view.agg().type(), view.agg().id()))
                && java.util.Objects.equals(organization, record.organization())
                && view.log().value().equals(call.head().origin());
    }

    /// The leaf hash of the record before, from its bytes; null when it is gone.
    private byte @Nullable [] leafBefore(long position) {
        if (position == 0) {
            return Leaf.genesis(new LogOrigin(call.head().origin()));
        }
        StoredRecord before = call.near().get(position - 1);
        return before == null ? null : before.computedLeaf();
    }

    /// The leaf hash that the record after names, or the head behind the last one.
    private byte @Nullable [] namedAfter(long position) {
        if (call.head().size() == position + 1) {
            return call.head().prev();
        }
        StoredRecord after = call.near().get(position + 1);
        RecordView view = after == null ? null : after.view();
        return view == null ? null : view.prev().bytes();
    }

    private void judgeOrganization(long position, byte[] leaf, RecordOrganization link) {
        OrganizationNeighbours around = call.neighbours().get(position);
        if (around == null) {
            bad.add(position);
            return;
        }
        if (!beforeFits(around.before(), link)) {
            bad.add(position);
        }
        if (!afterFits(around.after(), leaf, link)) {
            bad.add(around.after() == null ? position + 1 : around.afterPosition());
        }
    }

    private static boolean beforeFits(byte @Nullable [] before, RecordOrganization link) {
        if (before == null) {
            return link.sequence() == 0 && link.previous().equals(Digest.ZERO);
        }
        RecordOrganization earlier = organization(before);
        return earlier != null
                && earlier.sequence() == link.sequence() - 1
                && link.previous().equals(Digest.of(Leaf.leaf(before)));
    }

    private boolean afterFits(byte @Nullable [] after, byte[] leaf, RecordOrganization link) {
        if (after == null) {
            OrganizationHead head = call.organizationHeads().get(link.id());
            return head != null
                    && head.seq() == link.sequence()
                    && Arrays.equals(head.leaf(), leaf);
        }
        RecordOrganization later = organization(after);
        return later != null
                && later.sequence() == link.sequence() + 1
                && later.previous().equals(Digest.of(leaf));
    }

    private static @Nullable RecordOrganization organization(byte[] rec) {
        try {
            return RecordView.parse(rec).org();
        } catch (FormException e) {
            return null;
        }
    }

    private boolean partFits(long position, Part.Reference part) {
        StoredPart stored = call.part(position, part.name());
        return stored != null
                && stored.length() == part.cipherLength()
                && part.cipherDigest().equals(Digest.of(stored.digest()));
    }

    private void judgeStory(@Nullable ShownCall shown) {
        long expected = 0;
        long position = -1;
        for (StoredRecord record : call.records()) {
            if (record.aggregateSequence() != expected) {
                bad.add(record.position());
            }
            expected = record.aggregateSequence() + 1L;
            position = record.position();
        }
        boolean ended = CallStory.isWhole(call.records(), bad::add);
        if (shown == null) {
            return;
        }
        if (call.records().isEmpty() || call.records().getFirst().position() != shown.position()) {
            bad.add(shown.position());
        } else if (shown.ended() && !ended) {
            bad.add(position + 1);
        }
    }
}
