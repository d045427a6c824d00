package io.affidavit.query.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.affidavit.query.evidence.RecordReader.HeadRow;
import io.affidavit.query.evidence.RecordReader.OrganizationHead;
import io.affidavit.query.evidence.RecordReader.OrganizationNeighbours;
import io.affidavit.query.evidence.RecordReader.StoredPart;
import io.affidavit.schemas.evidence.FormException;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.LogPlace;
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
    /// @param log ordinal of its log; absent for the first one
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChainView(
            boolean verified, int checked, @Nullable Long firstBad, @Nullable Integer log) {}

    /// @param shown what the read tables say about the call, null when they do not know it yet
    static ChainView check(CallRecords call, @Nullable ShownCall shown) {
        ChainCheck check = new ChainCheck(call);
        call.records().forEach(check::judge);
        check.judgeStory(shown);
        int checked = call.records().size();
        if (check.bad.isEmpty()) {
            return new ChainView(true, checked, null, null);
        }
        LogPlace first = LogPlace.of(check.bad.first());
        return new ChainView(false, checked, first.position(), first.shownLog().orElse(null));
    }

    /// What the read tables say about a call.
    ///
    /// @param place of its first record
    /// @param ended whether it had a terminal record
    record ShownCall(long place, boolean ended) {}

    private void judge(StoredRecord record) {
        long place = record.place();
        RecordView view = record.view();
        byte[] leaf = record.computedLeaf();
        if (view == null || !Arrays.equals(leaf, record.leaf()) || !columnsFit(record, view)) {
            bad.add(place);
            return;
        }
        if (!Arrays.equals(view.prev().bytes(), leafBefore(place))) {
            bad.add(call.near().containsKey(place - 1) || isFirst(place) ? place : place - 1);
        }
        if (!Arrays.equals(leaf, namedAfter(place))) {
            bad.add(place + 1);
        }
        if (view.org() != null) {
            judgeOrganization(place, leaf, view.org());
        }
        if (!view.parts().stream().allMatch(part -> partFits(place, part))) {
            bad.add(place);
        }
    }

    private static boolean isFirst(long place) {
        return LogPlace.of(place).position() == 0;
    }

    private boolean columnsFit(StoredRecord record, RecordView view) {
        String organization = view.org() == null ? null : view.org().id();
        HeadRow head = call.head(record.place());
        return head != null
                && view.pos() == LogPlace.of(record.place()).position()
                && view.type().equals(record.type())
                && view.agg().sequence() == record.aggregateSequence()
                && record.aggregate().equals(AggregateColumn.of(view.agg().type(), view.agg().id()))
                && java.util.Objects.equals(organization, record.organization())
                && view.log().value().equals(head.origin());
    }

    /// The leaf hash of the record before, from its bytes; null when it is gone.
    private byte @Nullable [] leafBefore(long place) {
        HeadRow head = call.head(place);
        if (isFirst(place)) {
            return head == null ? null : Leaf.genesis(new LogOrigin(head.origin()));
        }
        StoredRecord before = call.near().get(place - 1);
        return before == null ? null : before.computedLeaf();
    }

    /// The leaf hash that the record after names, or the head behind the last one.
    private byte @Nullable [] namedAfter(long place) {
        HeadRow head = call.head(place);
        if (head != null && head.size() == LogPlace.of(place).position() + 1) {
            return head.prev();
        }
        StoredRecord after = call.near().get(place + 1);
        RecordView view = after == null ? null : after.view();
        return view == null ? null : view.prev().bytes();
    }

    private void judgeOrganization(long place, byte[] leaf, RecordOrganization link) {
        OrganizationNeighbours around = call.neighbours().get(place);
        if (around == null) {
            bad.add(place);
            return;
        }
        if (!beforeFits(around.before(), link)) {
            bad.add(place);
        }
        if (!afterFits(place, around.after(), leaf, link)) {
            bad.add(around.after() == null ? place + 1 : around.afterPlace());
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

    private boolean afterFits(
            long place, byte @Nullable [] after, byte[] leaf, RecordOrganization link) {
        if (after == null) {
            OrganizationHead head = call.organizationHead(place, link.id());
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

    private boolean partFits(long place, Part.Reference part) {
        StoredPart stored = call.part(place, part.name());
        return stored != null
                && stored.length() == part.cipherLength()
                && part.cipherDigest().equals(Digest.of(stored.digest()));
    }

    private void judgeStory(@Nullable ShownCall shown) {
        long expected = 0;
        long last = -1;
        for (StoredRecord record : call.records()) {
            if (record.aggregateSequence() != expected) {
                bad.add(record.place());
            }
            expected = record.aggregateSequence() + 1L;
            last = record.place();
        }
        boolean ended = CallStory.isWhole(call.records(), bad::add);
        if (shown == null) {
            return;
        }
        if (call.records().isEmpty() || call.records().getFirst().place() != shown.place()) {
            bad.add(shown.place());
        } else if (shown.ended() && !ended) {
            bad.add(last + 1);
        }
    }
}
