package io.affidavit.command.access;

import io.affidavit.command.access.VirtualKeyState.Issued;
import io.affidavit.command.aggregate.Repetition;
import io.affidavit.command.aggregate.Stories;
import io.affidavit.schemas.access.AccessCommand.ImportVirtualKeys;
import io.affidavit.schemas.access.AccessCommand.ImportedKey;
import io.affidavit.schemas.access.AccessCommand.IssueVirtualKey;
import io.affidavit.schemas.access.AccessCommand.KeysImported;
import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/// Imports keys: the first event of each of their stories, all in one append, so that either all
/// are there or none. An id follows from a hash, so a hash that is there already is met by its id,
/// also when two requests import it at the same moment.
class KeyImportHandler {

    private final Stories stories;
    private final OrganizationDirectory organizations;
    private final EventBus events;

    KeyImportHandler(Stories stories, OrganizationDirectory organizations, EventBus events) {
        this.stories = stories;
        this.organizations = organizations;
        this.events = events;
    }

    @CommandHandler
    KeysImported handle(ImportVirtualKeys command) {
        OrganizationDecider.requireScope(
                organizations.find(command.organization()),
                command.organization(),
                command.team(),
                command.project());
        List<DomainEventMessage<?>> facts = new ArrayList<>();
        Set<VirtualKeyId> seen = new HashSet<>();
        for (int i = 0; i < command.keys().size(); i++) {
            ImportedKey key = command.keys().get(i);
            String place = "keys[" + i + "].sha256";
            if (!seen.add(key.id())) {
                Repetition.accept(place, null, null);
            }
            if (find(key.id()) instanceof Issued issued) {
                Repetition.accept(place, issued.idempotency(), command.idempotency());
            } else {
                facts.add(fact(command, key));
            }
        }
        events.publish(facts);
        return new KeysImported(command.keys().stream().map(ImportedKey::id).toList());
    }

    private VirtualKeyState find(VirtualKeyId id) {
        return stories.fold(
                VirtualKeyAggregate.TYPE,
                id.value(),
                new VirtualKeyState.Unknown(),
                VirtualKeyState::evolve);
    }

    private static DomainEventMessage<?> fact(ImportVirtualKeys command, ImportedKey key) {
        IssueVirtualKey issue =
                new IssueVirtualKey(
                        key.id(),
                        command.organization(),
                        command.team(),
                        command.project(),
                        key.mac(),
                        List.of(KeyBody.ANY),
                        List.of(KeyBody.ANY),
                        null,
                        null,
                        List.of(),
                        command.idempotency(),
                        key.parts());
        return new GenericDomainEventMessage<>(
                VirtualKeyAggregate.TYPE,
                key.id().value(),
                0,
                VirtualKeyDecider.issued(issue, KeyOrigin.IMPORTED));
    }
}
