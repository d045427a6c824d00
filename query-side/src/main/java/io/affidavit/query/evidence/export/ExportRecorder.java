package io.affidavit.query.evidence.export;

import io.affidavit.query.evidence.export.Exporter.Found;
import io.affidavit.schemas.bundle.BundleCommand;
import io.affidavit.schemas.bundle.BundleCommand.RecordDisclosures;
import io.affidavit.schemas.bundle.BundleCommand.RecordExport;
import io.affidavit.schemas.bundle.BundleExported;
import io.affidavit.schemas.bundle.BundleQuery.PrepareBundle;
import io.affidavit.schemas.bundle.BundleScope;
import io.affidavit.schemas.bundle.PartDisclosed;
import io.affidavit.schemas.evidence.RecordActor;
import io.affidavit.schemas.serial.Actor;
import java.util.List;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;

/// Has exports put on record by the room that writes.
public final class ExportRecorder {

    private final CommandGateway commands;

    /// Records through this gateway.
    public ExportRecorder(CommandGateway commands) {
        this.commands = commands;
    }

    /// Returns when everything is durable: first whose texts are in it, then that it leaves. Where
    /// the second fails, nothing leaves, and what is on record is that the texts were opened.
    void record(Found found, BundleBuilder.Built built) {
        PrepareBundle request = found.request();
        BundleScope scope = request.scope();
        RecordActor by = request.requester();
        Actor actor = new Actor(by.kind(), by.id(), by.via());
        List<PartDisclosed> disclosed = built.disclosed();
        for (int from = 0; from < disclosed.size(); from += RecordDisclosures.DISCLOSURES_MAX) {
            int to = Math.min(disclosed.size(), from + RecordDisclosures.DISCLOSURES_MAX);
            send(new RecordDisclosures(request.bundle(), disclosed.subList(from, to)), actor);
        }
        BundleExported exported =
                new BundleExported(
                        request.bundle(),
                        found.selection().organization(),
                        scope.kind(),
                        scope.id(),
                        scope.from(),
                        scope.to(),
                        found.selection().positions().length - built.withheld(),
                        built.withheld(),
                        built.size(),
                        built.sums(),
                        request.parts());
        send(new RecordExport(request.bundle(), exported), actor);
    }

    private void send(BundleCommand command, Actor actor) {
        commands.sendAndWait(new GenericCommandMessage<>(command, actor.metaData()));
    }
}
