package io.affidavit.schemas.serial;

/// Names one aggregate's story where only a single text can be passed: Axon's event store is asked
/// by identifier alone, yet an organization and an alias may both be called `demo`.
///
/// Written `organization:demo`; a call's random id needs no type and stands alone.
///
/// @param type kind of the aggregate, `[a-z_]+`, as in a record's `agg.type`
/// @param id raw id within the type, as in a record's `agg.id`
public record StreamName(String type, String id) {

    private static final String CALL = "call";

    /// Reads the written form.
    public static StreamName parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new StreamName(CALL, text)
                : new StreamName(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return type.equals(CALL) ? id : type + ":" + id;
    }
}
