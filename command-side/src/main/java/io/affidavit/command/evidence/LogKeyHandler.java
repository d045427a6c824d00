package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.EvidenceCommand.AddLogKey;
import io.affidavit.schemas.evidence.EvidenceCommand.LogKeyView;
import io.affidavit.schemas.evidence.EvidenceCommand.PrepareLogKey;
import io.affidavit.schemas.evidence.EvidenceCommand.RetireLogKey;
import io.affidavit.schemas.evidence.EvidenceEvent;
import io.affidavit.schemas.evidence.LogKeyAdded;
import io.affidavit.schemas.evidence.LogKeyRetired;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.serial.StreamName;
import io.affidavit.schemas.value.FailureCode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// Rotates the log's keys: file, then record, then signatures, each durable before the next.
///
/// The events continue the story that the log's opening began, so that of two who rotate at once
/// one is second and decides anew.
class LogKeyHandler {

    private final EventStore events;
    private final LogKeyFiles files;
    private final Clock clock;

    LogKeyHandler(EventStore events, LogKeyFiles files, Clock clock) {
        this.events = events;
        this.files = files;
        this.clock = clock;
    }

    @CommandHandler
    LogKeyView handle(PrepareLogKey command) {
        LogKeyStory story = story();
        requireOne(story, command.use());
        return view(command.use(), prepared(story, command.use()).key());
    }

    @CommandHandler
    LogKeyView handle(AddLogKey command) {
        LogKeyUse use = command.use();
        LogKeyStory story = story();
        VerifierKey made = story.madeBy(command.idempotency());
        if (made != null) {
            return view(use, made);
        }
        VerifierKey before = requireOne(story, use);
        LogSigner old = here(use, before);
        LogSigner fresh = prepared(story, use);
        byte[] message = LogKeyAdded.message(files.origin(), use, before, fresh.key());
        publish(
                story,
                new LogKeyAdded(
                        use,
                        fresh.key().toString(),
                        before.toString(),
                        base64(fresh.sign(message)),
                        base64(old.sign(message)),
                        command.idempotency(),
                        command.parts()));
        return view(use, fresh.key());
    }

    @CommandHandler
    LogKeyView handle(RetireLogKey command) {
        LogKeyUse use = command.use();
        LogKeyStory story = story();
        VerifierKey ended = story.madeBy(command.idempotency());
        if (ended != null) {
            return view(use, ended);
        }
        List<VerifierKey> present = story.keys().present(use);
        if (present.size() < 2) {
            throw conflict("no key takes over from the " + use.code() + " key: add one first");
        }
        Instant free =
                Objects.requireNonNull(story.addedAt().get(use)).plus(LogKeyRetired.OVERLAP_MIN);
        if (clock.instant().isBefore(free)) {
            throw conflict(
                    "both "
                            + use.code()
                            + " keys sign until "
                            + free.truncatedTo(ChronoUnit.SECONDS)
                            + ", so that auditors can learn the new one");
        }
        here(use, present.getLast());
        publish(
                story,
                new LogKeyRetired(
                        use,
                        present.getFirst().toString(),
                        command.idempotency(),
                        command.parts()));
        return view(use, present.getFirst());
    }

    private LogKeyStory story() {
        LogOrigin origin = files.origin();
        return LogKeyStory.of(
                origin,
                events.readEvents(new StreamName(LogKeyStory.TYPE, origin.value()).toString())
                        .asStream()
                        .toList());
    }

    private static VerifierKey requireOne(LogKeyStory story, LogKeyUse use) {
        List<VerifierKey> present = story.keys().present(use);
        if (present.size() > 1) {
            throw conflict(
                    "a new "
                            + use.code()
                            + " key is taking over already: retire the old one first");
        }
        return present.getFirst();
    }

    private LogSigner prepared(LogKeyStory story, LogKeyUse use) {
        return files.prepared(use, story.keys()).orElseGet(() -> files.make(use));
    }

    private LogSigner here(LogKeyUse use, VerifierKey key) {
        return files.find(use, key)
                .orElseThrow(() ->
                        conflict(
                                "the private key "
                                        + use.file(key)
                                        + " is not in "
                                        + files.keys().directory()
                                        + " of this node"));
    }

    private void publish(LogKeyStory story, EvidenceEvent event) {
        events.publish(
                new GenericDomainEventMessage<>(
                        LogKeyStory.TYPE, files.origin().value(), story.next(), event));
    }

    private static LogKeyView view(LogKeyUse use, VerifierKey key) {
        return new LogKeyView(use, key.toString(), use.file(key));
    }

    private static String base64(byte[] signature) {
        return Base64.getEncoder().encodeToString(signature);
    }

    private static CommandExecutionException conflict(String message) {
        return Refusal.exception(FailureCode.CONFLICT, message);
    }
}
