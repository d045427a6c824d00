package io.affidavit.query.evidence.export;

import io.affidavit.query.evidence.export.Exporter.Found;
import io.affidavit.schemas.bundle.BundleCommand.RecordExport;
import io.affidavit.schemas.bundle.BundleExported;
import io.affidavit.schemas.bundle.BundleQuery.PrepareBundle;
import io.affidavit.schemas.bundle.BundleScope;
import io.affidavit.schemas.evidence.RecordActor;
import io.affidavit.schemas.serial.Actor;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;

/// Has exports put on record by the room that writes.
public final class ExportRecorder {

    private final CommandGateway commands;

    /// Records through this gateway.
    public ExportRecorder(CommandGateway commands) {
        this.commands = commands;
    }

    /// Returns when the record is durable.
    void record(Found found, BundleBuilder.Built built) {
        PrepareBundle request = found.request();
        BundleScope scope = request.scope();
        RecordActor by = request.requester();
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
        commands.sendAndWait(
                new GenericCommandMessage<>(
                        new RecordExport(request.bundle(), exported),
                        new Actor(by.kind(), by.id(), by.via()).metaData()));
    }
}
