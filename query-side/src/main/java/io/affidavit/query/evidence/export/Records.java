package io.affidavit.query.evidence.export;

import io.affidavit.query.evidence.export.SealedLog.Row;
import io.affidavit.schemas.evidence.FormException;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.DomainEvent;

/// What stored bytes say.
final class Records {

    private Records() {}

    /// @throws ExportFailure for bytes that are no record
    static RecordView view(Row row) {
        try {
            return RecordView.parse(row.rec());
        } catch (FormException e) {
            throw ExportFailure.unavailable("position " + row.position() + ": no record");
        }
    }

    /// @throws ExportFailure for bytes that are no record
    static DomainEvent event(Row row) {
        return event(view(row));
    }

    static DomainEvent event(RecordView view) {
        return EventSerializer.read(
                view.type(), Integer.toString(view.rev()), view.data(), view.parts());
    }
}
