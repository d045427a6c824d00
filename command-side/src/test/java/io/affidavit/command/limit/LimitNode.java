package io.affidavit.command.limit;

import io.affidavit.command.call.CallFixtures;
import io.affidavit.command.call.CallHandlers;
import io.affidavit.command.evidence.EvidenceLog;
import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.command.evidence.RetryingCommandBus;
import io.affidavit.command.evidence.UuidV7Identifiers;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.Admission;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.Caller;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.call.RateLeft;
import io.affidavit.schemas.routing.RouteChoice;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
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
    final List<Exhaustion> exhaustions = Collections.synchronizedList(new ArrayList<>());
    private final LimitDirectory directory;
    private final EvidenceLog log;
    private final RetryingCommandBus bus;

    LimitNode(EvidenceLogs logs, Clock clock) {
        this(logs, clock, System::nanoTime);
    }

    /// @param nanos by which it tells how old its knowledge of full limits is
    LimitNode(EvidenceLogs logs, Clock clock, LongSupplier nanos) {
        this(logs, clock, nanos, (destinations, estimate, at) -> Optional.of(new NanoUsd(1_000)));
    }

    /// @param prices what a call costs at most
    LimitNode(EvidenceLogs logs, Clock clock, LongSupplier nanos, LimitDirectory.WorstCost prices) {
        FullLimits full = new FullLimits(clock, nanos);
        this.directory = new LimitDirectory(logs.evidence(), prices, full);
        this.log = logs.start(new LimitLedger(directory, full, news()), clock);
        bus = RetryingCommandBus.create();
        CallHandlers.subscribe(bus, log.store(), directory);
    }

    LimitDirectory directory() {
        return directory;
    }

    private LimitNews news() {
        return new LimitNews() {
            @Override
            public void crossed(Crossing crossing) {
                crossings.add(crossing);
            }

            @Override
            public void exhausted(Exhaustion exhaustion) {
                exhaustions.add(exhaustion);
            }
        };
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
                    case DEPLOYMENT -> CallFixtures.DEPLOYMENT.value();
                });
    }

    /// Sets a hard limit.
    void set(int number, LimitScopeKind kind, LimitUnit unit, LimitWindow window, long amount) {
        set(number, scope(kind), unit, window, amount);
    }

    /// Sets a hard limit wherever it hangs.
    void set(int number, LimitScope scope, LimitUnit unit, LimitWindow window, long amount) {
        LimitTerms terms =
                new LimitTerms(
                        limit(number),
                        scope,
                        null,
                        unit,
                        window,
                        amount,
                        true,
                        List.of(50, 100),
                        "UTC");
        LimitSet set =
                new LimitSet(CallFixtures.ACME, terms, null, null, CallFixtures.POLICY, List.of());
        say(number, 0, set);
    }

    /// Says something of a limit.
    void say(int number, int sequence, AccessEvent event) {
        log.store()
                .publish(
                        new GenericDomainEventMessage<>(
                                "limit", limit(number).value(), sequence, event));
    }

    /// Tries to begin a call; what it was refused with, if it was.
    Optional<Refusal> admit(CallId call) {
        return send(admission(call));
    }

    /// Begins a call; what its caller is told of its limits.
    List<RateLeft> rates(CallId call) {
        return ((Admission) result(admission(call)).getPayload()).rates();
    }

    /// The command that begins a call.
    static AdmitCall admission(CallId call) {
        return admission(call, CallFixtures.choice(), List.of());
    }

    /// The same with choices of its own.
    static AdmitCall admission(CallId call, RouteChoice choice, List<RouteChoice> otherwise) {
        AdmitCall plain = CallFixtures.admit(call);
        return new AdmitCall(
                call,
                plain.decidedAt(),
                CALLER,
                plain.credential(),
                plain.alias(),
                plain.surface(),
                plain.stream(),
                plain.requestBytes(),
                plain.traceParent(),
                ESTIMATE,
                plain.judged(),
                choice,
                otherwise,
                plain.destinations(),
                List.of());
    }

    Optional<Refusal> send(Object command) {
        CommandResultMessage<?> result = result(command);
        return result.isExceptional()
                ? Optional.of(Refusal.of(result.exceptionResult()).orElseThrow())
                : Optional.empty();
    }

    /// What a command answers.
    CommandResultMessage<?> result(Object command) {
        AtomicReference<CommandResultMessage<?>> answer = new AtomicReference<>();
        bus.dispatch(
                GenericCommandMessage.asCommandMessage(command),
                (sent, result) -> answer.set(result));
        return answer.get();
    }

    static CallId newCall() {
        return new CallId(UuidV7Identifiers.next());
    }
}
