package io.affidavit.schemas.serial;

/// Metadata keys of a command's result: what became of it beside its success or its refusal.
public final class ResultMetaData {

    /// The receipt for the record that ends a call, as text; on the result of a command that
    /// appended such a record, also when that record is a refusal. Absent from all others.
    public static final String RECEIPT = "receipt";

    private ResultMetaData() {}
}
