package io.affidavit.bench.append;

import io.affidavit.command.call.CallHandlers;
import io.affidavit.command.evidence.UuidV7Identifiers;
import io.affidavit.command.limit.CallHolds;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.Judged;
import io.affidavit.schemas.call.CallCommand.Metered;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.Caller;
import io.affidavit.schemas.call.CredentialHeader;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.call.GuardrailJudged;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.call.Timings;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.CoolingState;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.routing.RouteChooser;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.routing.UnsupportedParameters;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.serial.RecordMetaData;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.TokenUsage;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;

/// Calls like those of one busy key, each with its own id.
final class BenchCalls {

    private static final VirtualKeyId KEY = new VirtualKeyId("bench0000000");
    private static final OrganizationId ORGANIZATION = new OrganizationId("bench");
    private static final DeploymentId DEPLOYMENT = new DeploymentId("dep_bench00000000000");
    private static final ProviderId PROVIDER = new ProviderId("bench");
    private static final Digest POLICY = new Digest("ab".repeat(32));
    private static final TokenUsage USAGE = new TokenUsage(120, 0, 0, 60, 0);
    private static final Timings TIMINGS = new Timings(900, 12_000L, 34_000);
    private static final Estimate ESTIMATE = new Estimate(341, 16_384, "utf8_bytes_div3/1");
    private static final MetaData META_DATA =
            Actor.of(KEY).metaData().and(RecordMetaData.ORGANIZATION, ORGANIZATION.value());
    private static final byte[] BODY = new byte[1_024];

    private final CommandGateway commands;

    BenchCalls(EventStore store, CommandBus bus) {
        CallHandlers.subscribe(bus, store, CallHolds.NONE);
        this.commands = DefaultCommandGateway.builder().commandBus(bus).build();
    }

    /// One whole call by two commands.
    void call() {
        CallId id = new CallId(UuidV7Identifiers.next());
        send(admit(id));
        send(complete(id));
    }

    /// The five events of one whole call.
    static List<DomainEventMessage<?>> wholeCall(List<Part> parts) {
        return wholeCall(KEY, parts);
    }

    /// The same of another key.
    static List<DomainEventMessage<?>> wholeCall(VirtualKeyId key, List<Part> parts) {
        CallId id = new CallId(UuidV7Identifiers.next());
        Instant now = Instant.now();
        List<DomainEventMessage<?>> events = new ArrayList<>();
        events.add(
                event(
                        id,
                        0,
                        new CallAdmitted(
                                id,
                                now,
                                key,
                                CredentialHeader.AUTHORIZATION,
                                ORGANIZATION,
                                null,
                                null,
                                new Alias("mock"),
                                Surface.CHAT_COMPLETIONS,
                                false,
                                1_024,
                                null,
                                POLICY,
                                ESTIMATE,
                                List.of(),
                                List.of(),
                                parts)));
        events.add(event(id, 1, judgement(id, Direction.PROMPT)));
        events.add(event(id, 2, new RouteChosen(id, 1, choice(), List.of())));
        events.add(event(id, 3, judgement(id, Direction.COMPLETION)));
        events.add(
                event(
                        id,
                        4,
                        new CallCompleted(
                                id,
                                now,
                                CallOutcome.COMPLETED,
                                DEPLOYMENT,
                                PROVIDER,
                                "gpt-4o",
                                "chatcmpl-0123456789",
                                "stop",
                                USAGE,
                                UsageSource.REPORTED,
                                new NanoUsd(900_000),
                                "2026-11-25/gpt-4o",
                                1_024,
                                TIMINGS,
                                List.of(),
                                List.of())));
        return events;
    }

    static Part body(String name) {
        return new Part.Content(name, "application/json", RetentionClass.AIACT_6M, BODY, true);
    }

    private static AdmitCall admit(CallId id) {
        return new AdmitCall(
                id,
                Instant.now(),
                new Caller(KEY, ORGANIZATION, null, null),
                CredentialHeader.AUTHORIZATION,
                new Alias("mock"),
                Surface.CHAT_COMPLETIONS,
                false,
                1_024,
                null,
                ESTIMATE,
                new Judged(Direction.PROMPT, POLICY, Verdict.ALLOW, List.of()),
                choice(),
                List.of(),
                List.of(new Destination(DEPLOYMENT, "gpt-4o")),
                List.of(body("request")));
    }

    private static CompleteCall complete(CallId id) {
        return new CompleteCall(
                id,
                Instant.now(),
                CallOutcome.COMPLETED,
                1,
                DEPLOYMENT,
                PROVIDER,
                "gpt-4o",
                "chatcmpl-0123456789",
                "stop",
                new Metered(USAGE, UsageSource.REPORTED, "gpt-4o", null),
                1_024,
                TIMINGS,
                new Judged(Direction.COMPLETION, POLICY, Verdict.ALLOW, List.of()),
                null,
                List.of(body("response")));
    }

    private static GuardrailJudged judgement(CallId id, Direction direction) {
        return new GuardrailJudged(id, direction, POLICY, Verdict.ALLOW, List.of());
    }

    private static RouteChoice choice() {
        Candidate only =
                new Candidate(
                        DEPLOYMENT,
                        PROVIDER,
                        "gpt-4o",
                        new Alias("fast"),
                        0,
                        0,
                        Candidate.DEFAULT_WEIGHT,
                        3,
                        0,
                        12L,
                        CoolingState.NONE,
                        false,
                        List.of(),
                        List.of(),
                        null);
        return RouteChooser.choose(
                Strategy.ORDERED, UnsupportedParameters.REFUSE, null, List.of(only), null);
    }

    private static DomainEventMessage<?> event(CallId id, long sequence, Object payload) {
        return new GenericDomainEventMessage<>("call", id.toString(), sequence, payload, META_DATA);
    }

    private void send(Object command) {
        commands.sendAndWait(new GenericCommandMessage<>(command, Actor.of(KEY).metaData()));
    }
}
