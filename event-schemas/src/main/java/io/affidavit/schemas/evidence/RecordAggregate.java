package io.affidavit.schemas.evidence;

/// Member `agg` of a record: whose story the event continues.
///
/// @param type kind of the aggregate, such as `call`
/// @param id id within the type
/// @param sequence place of the event in the aggregate's story, from 0 without a gap
public record RecordAggregate(String type, String id, long sequence) {

    public RecordAggregate {
        if (sequence < 0) {
            throw new IllegalArgumentException("agg.seq: " + sequence + " (expected: >= 0)");
        }
    }
}
