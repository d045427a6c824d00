package io.affidavit.schemas.serial;

/// Metadata keys of an event beside those of its [Actor]: what its record says about it. They are
/// the same whether an event comes live from the writer or is read back from its record. Its
/// position is the index of its tracking token, its append time the message's timestamp.
public final class RecordMetaData {

    /// The tenant whose chain the event joins; absent for a house-wide event. A handler whose event
    /// has no component `organization` sets it when it applies the event.
    public static final String ORGANIZATION = "org";

    /// The process that appended the event.
    public static final String NODE = "node";

    private RecordMetaData() {}
}
