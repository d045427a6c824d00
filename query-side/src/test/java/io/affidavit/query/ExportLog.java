package io.affidavit.query;

import io.affidavit.schemas.bundle.BundleCommand.RecordExport;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.commandhandling.CommandHandler;

/// Keeps the exports that would be recorded.
public final class ExportLog {

    private final List<RecordExport> recorded = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    @CommandHandler
    void handle(RecordExport export) {
        if (away) {
            throw Refusal.exception(FailureCode.EVIDENCE_UNAVAILABLE, "away");
        }
        recorded.add(export);
    }

    /// Whether nothing can be recorded.
    public void away(boolean now) {
        away = now;
    }

    /// Exports in the order in which they arrived.
    public List<RecordExport> recorded() {
        return List.copyOf(recorded);
    }
}
