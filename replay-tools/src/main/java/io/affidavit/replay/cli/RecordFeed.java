package io.affidavit.replay.cli;

import io.affidavit.replay.rerun.DecisionReplay;
import io.affidavit.replay.verify.Shown;
import io.affidavit.schemas.evidence.FormException;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.DomainEvent;

/// Hands the records of a bundle to a replay. Records that are none are the verifier's business.
final class RecordFeed {

    private final DecisionReplay replay;

    RecordFeed(DecisionReplay replay) {
        this.replay = replay;
    }

    void accept(Shown shown) {
        RecordView record;
        try {
            record = RecordView.parse(shown.bytes());
        } catch (FormException e) {
            return;
        }
        DomainEvent event;
        try {
            event =
                    EventSerializer.read(
                            record.type(),
                            Integer.toString(record.rev()),
                            record.data(),
                            record.parts());
        } catch (RuntimeException e) {
            throw new CommandFailure(
                    "record "
                            + record.pos()
                            + ": "
                            + record.type()
                            + " of revision "
                            + record.rev()
                            + " is not known to this edition",
                    e);
        }
        replay.accept(record.pos(), record.at(), event);
    }
}
