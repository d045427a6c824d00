package io.affidavit.projections.seal;

import io.affidavit.schemas.evidence.Frontier;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.RecordDraft;
import io.affidavit.schemas.evidence.RecordPlace;
import io.affidavit.schemas.evidence.RecordTemplate;
import io.affidavit.schemas.evidence.RecordView;
import java.util.HashMap;
import java.util.Map;

/// What a superuser can do to a log who knows its format as well as we do.
final class Forgery {

    private final SealHouse house;
    private final Map<String, byte[]> organizations = new HashMap<>();
    private final Frontier frontier = new Frontier();

    Forgery(SealHouse house) {
        this.house = house;
    }

    /// Changes a byte of a record, or changes it back.
    void flip(long position) {
        house.tamper(
                "update evidence.record set rec = set_byte(rec, 30, 1 # get_byte(rec, 30))"
                        + " where pos = ?",
                position);
    }

    /// Changes a record together with its leaf.
    void change(long position) {
        flip(position);
        byte[] record =
                house.sql.queryForObject(
                        "select rec from evidence.record where pos = ?", byte[].class, position);
        house.tamper(
                "update evidence.record set leaf = ? where pos = ?", Leaf.leaf(record), position);
    }

    /// Changes a record and everything behind it, so that the log is sound in itself: leaves,
    /// chains, head.
    void relink(long position) {
        byte[] previous = new byte[Leaf.BYTES];
        for (long at = 0; at < house.log.size(); at++) {
            byte[] record =
                    house.sql.queryForObject(
                            "select rec from evidence.record where pos = ?", byte[].class, at);
            RecordView view = RecordView.parse(record);
            if (at >= position) {
                record = forged(view, previous, at == position);
            }
            byte[] leaf = Leaf.leaf(record);
            if (at >= position) {
                house.tamper(
                        "update evidence.record set rec = ?, leaf = ? where pos = ?",
                        record,
                        leaf,
                        at);
            }
            if (view.org() != null) {
                organizations.put(view.org().id(), leaf);
            }
            frontier.append(leaf);
            previous = leaf;
        }
        house.tamper(
                "update evidence.head set prev = ?, frontier = ?", previous, frontier.toBytes());
    }

    private byte[] forged(RecordView view, byte[] previous, boolean isFirst) {
        RecordDraft draft = view.draft();
        RecordPlace place = view.place();
        return RecordTemplate.of(
                        isFirst
                                ? new RecordDraft(
                                        draft.origin(),
                                        "node56789abcdefH",
                                        draft.aggregate(),
                                        draft.actor(),
                                        draft.links(),
                                        draft.payload())
                                : draft)
                .splice(
                        new RecordPlace(
                                place.at(),
                                view.org() == null
                                        ? place.organizationPrevious()
                                        : organizations.getOrDefault(
                                                view.org().id(), new byte[Leaf.BYTES]),
                                place.organizationSequence(),
                                place.nodeSequence(),
                                place.position(),
                                previous));
    }
}
