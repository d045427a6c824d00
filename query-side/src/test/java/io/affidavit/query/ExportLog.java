package io.affidavit.query;

import io.affidavit.schemas.bundle.BundleCommand.RecordDisclosures;
import io.affidavit.schemas.bundle.BundleCommand.RecordExport;
import io.affidavit.schemas.bundle.PartDisclosed;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.commandhandling.CommandHandler;

/// Keeps the exports that would be recorded.
public final class ExportLog {

    private final List<RecordExport> recorded = new CopyOnWriteArrayList<>();
    private final List<PartDisclosed> disclosed = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    @CommandHandler
    void handle(RecordExport export) {
        if (away) {
            throw Refusal.exception(FailureCode.EVIDENCE_UNAVAILABLE, "away");
        }
        recorded.add(export);
    }

    @CommandHandler
    void handle(RecordDisclosures disclosures) {
        if (away) {
            throw Refusal.exception(FailureCode.EVIDENCE_UNAVAILABLE, "away");
        }
        if (recorded.stream().anyMatch(one -> one.bundle().equals(disclosures.bundle()))) {
            throw new IllegalStateException("the export is on record before what it discloses");
        }
        disclosed.addAll(disclosures.disclosed());
    }

    /// What a bundle disclosed, as it would be recorded.
    public List<PartDisclosed> disclosed(String bundle) {
        return disclosed.stream().filter(one -> one.bundle().equals(bundle)).toList();
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
