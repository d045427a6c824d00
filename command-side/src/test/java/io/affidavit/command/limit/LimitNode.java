package io.affidavit.command.limit;

import io.affidavit.command.call.CallFixtures;
import io.affidavit.command.call.CallHandlers;
import io.affidavit.command.evidence.EvidenceLog;
import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.command.evidence.RetryingCommandBus;
import io.affidavit.command.evidence.UuidV7Identifiers;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.Caller;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/// A node that keeps accounts, without HTTP.
final class LimitNode {

    static final Caller CALLER =
            new Caller(
                    CallFixtures.caller(CallFixtures.ACME).key(),
                    CallFixtures.ACME,
                    new TeamId("platform"),
                    new ProjectId("bot"));

    /// What a call of these tests holds at most.
    static final Estimate ESTIMATE = new Estimate(100, 200, "utf8_bytes_div3/1");

    final List<Crossing> crossings = Collections.synchronizedList(new ArrayList<>());
    private final EvidenceLog log;
    private final CommandGateway commands;

    LimitNode(EvidenceLogs logs, Clock clock) {
        LimitDirectory directory =
                new LimitDirectory(
                        logs.evidence(),
                        (destinations, estimate, at) -> Optional.of(new NanoUsd(1_000)));
        this.log = logs.start(new LimitLedger(directory, crossings::add), clock);
        RetryingCommandBus bus = RetryingCommandBus.create();
        CallHandlers.subscribe(bus, log.store(), directory);
        this.commands = DefaultCommandGateway.builder().commandBus(bus).build();
    }

    static LimitId limit(int number) {
        return new LimitId("lim_%016d".formatted(number));
    }

    static LimitScope scope(LimitScopeKind kind) {
        return new LimitScope(
                kind,
                switch (kind) {
                    case ORGANIZATION -> "acme";
                    case TEAM -> "acme/platform";
                    case PROJECT -> "acme/platform/bot";
                    case KEY -> CALLER.key().value();
                    case ALIAS -> "demo";
                });
    }

    /// Sets a hard limit.
    void set(int number, LimitScopeKind kind, LimitUnit unit, LimitWindow window, long amount) {
        LimitTerms terms =
                new LimitTerms(
                        limit(number),
                        scope(kind),
                        null,
                        unit,
                        window,
                        amount,
                        true,
                        List.of(50, 100),
                        "UTC");
        LimitSet set =
                new LimitSet(CallFixtures.ACME, terms, null, null, CallFixtures.POLICY, List.of());
        log.store()
                .publish(new GenericDomainEventMessage<>("limit", limit(number).value(), 0, set));
    }

    /// Tries to begin a call; what it was refused with, if it was.
    Optional<Refusal> admit(CallId call) {
        AdmitCall plain = CallFixtures.admit(call);
        return send(
                new AdmitCall(
                        call,
                        plain.decidedAt(),
                        CALLER,
                        plain.alias(),
                        plain.surface(),
                        plain.stream(),
                        plain.requestBytes(),
                        plain.traceParent(),
                        ESTIMATE,
                        plain.judged(),
                        plain.choice(),
                        plain.destinations(),
                        List.of()));
    }

    Optional<Refusal> send(Object command) {
        try {
            commands.sendAndWait(command);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(Refusal.of(e).orElseThrow(() -> e));
        }
    }

    static CallId newCall() {
        return new CallId(UuidV7Identifiers.next());
    }
}
