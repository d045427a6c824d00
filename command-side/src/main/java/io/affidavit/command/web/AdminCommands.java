package io.affidavit.command.web;

import io.affidavit.command.aggregate.Reaching;
import io.affidavit.schemas.call.CallQuery.AwaitVisible;
import io.affidavit.schemas.serial.Actor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/// Carries admin commands and writes their answers: never before the event is durable, and unless
/// the caller does not care, not before it shows in reads and at the edge.
public final class AdminCommands {

    private static final Logger LOG = LoggerFactory.getLogger(AdminCommands.class);
    private static final long MAX_COMMAND_MILLIS = 10_000;
    private static final long MAX_VISIBLE_MILLIS = 2_000;
    private static final String VISIBLE = "x-affidavit-visible";

    private final CommandGateway commands;
    private final QueryGateway queries;
    private final EventStore events;

    AdminCommands(CommandGateway commands, QueryGateway queries, EventStore events) {
        this.commands = commands;
        this.queries = queries;
        this.events = events;
    }

    /// Carries out a command in the name of whoever asks.
    public void send(AdminRequest request, Object command) {
        dispatch(request, command);
    }

    /// Carries out a command whose handler always answers.
    public <R> R ask(AdminRequest request, Class<R> answer, Object command) {
        Object result = dispatch(request, command);
        if (!answer.isInstance(result)) {
            throw new IllegalStateException(
                    command.getClass().getSimpleName() + ": no " + answer.getSimpleName());
        }
        return answer.cast(result);
    }

    /// The answer to a request that made something.
    public <T> ResponseEntity<T> created(AdminRequest request, T body) {
        return answer(request, HttpStatus.CREATED, body);
    }

    /// The answer to a request that changed something.
    public <T> ResponseEntity<T> ok(AdminRequest request, T body) {
        return answer(request, HttpStatus.OK, body);
    }

    private @Nullable Object dispatch(AdminRequest request, Object command) {
        Object result =
                commands.sendAndWait(
                        GenericCommandMessage.asCommandMessage(command)
                                .andMetaData(Actor.of(request.administrator()).metaData())
                                .andMetaData(Reaching.metaData(request.administrator())),
                        MAX_COMMAND_MILLIS,
                        TimeUnit.MILLISECONDS);
        request.carriedOut();
        return result;
    }

    private <T> ResponseEntity<T> answer(AdminRequest request, HttpStatus status, T body) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (request.waits() && !isVisible()) {
            answer.header(VISIBLE, "false");
        }
        return answer.body(body);
    }

    /// Whatever goes wrong here, the change itself is durable and must be answered as such.
    private boolean isVisible() {
        try {
            TrackingToken head = events.createHeadToken();
            long position = head == null ? -1 : head.position().orElse(-1);
            List<Boolean> shown =
                    queries.scatterGather(
                                    new AwaitVisible(position, MAX_VISIBLE_MILLIS),
                                    ResponseTypes.instanceOf(Boolean.class),
                                    MAX_VISIBLE_MILLIS,
                                    TimeUnit.MILLISECONDS)
                            .toList();
            return !shown.isEmpty() && shown.stream().allMatch(Boolean::booleanValue);
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("visibility is unknown");
            return false;
        }
    }
}
