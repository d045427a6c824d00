package io.affidavit.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.CommandContext;
import io.affidavit.command.web.AdminClient.Answer;
import io.affidavit.schemas.call.CallQuery.AwaitVisible;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.axonframework.common.Registration;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryBus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// When an answer says that its change does not show yet.
@ExtendWith(RunningRoom.class)
class VisibilityTest {

    private static final AtomicLong NUMBER = new AtomicLong();

    private final AdminClient admin;
    private final QueryBus queries;
    private final EventStore events;
    private final List<Registration> readers = new ArrayList<>();

    VisibilityTest(AdminClient admin, CommandContext context) {
        this.admin = admin;
        this.queries = context.bean(QueryBus.class);
        this.events = context.bean(EventStore.class);
    }

    @AfterEach
    void forgetReaders() {
        readers.forEach(Registration::cancel);
    }

    @Test
    void saysSoWhenNobodyShowsIt() {
        assertThat(visible("")).contains("false");
    }

    @Test
    void saysSoWhenOneOfThemLags() {
        answer(_ -> true);
        answer(_ -> false);
        assertThat(visible("")).contains("false");
    }

    @Test
    void saysNothingWhenEverybodyShowsIt() {
        answer(_ -> true);
        answer(_ -> true);
        assertThat(visible("")).isEmpty();
    }

    @Test
    void asksNobodyWhenTheCallerDoesNotCare() {
        assertThat(visible("?wait=false")).isEmpty();
    }

    @Test
    void waitsForThePositionOfTheChangeItself() {
        AtomicLong asked = new AtomicLong(-1);
        answer(query -> {
            asked.set(query.position());
            return true;
        });
        visible("");
        assertThat(asked.get()).isEqualTo(events.createHeadToken().position().orElseThrow());
    }

    private void answer(Predicate<AwaitVisible> shows) {
        readers.add(
                queries.<Boolean>subscribe(
                        AwaitVisible.class.getName(),
                        Boolean.class,
                        query -> shows.test((AwaitVisible) query.getPayload())));
    }

    private Optional<String> visible(String parameters) {
        Answer answer =
                admin.post(
                        "/admin/organizations" + parameters,
                        "{\"id\":\"vis-%d\",\"name\":\"V\"}".formatted(NUMBER.incrementAndGet()));
        assertThat(answer.status()).isEqualTo(201);
        return answer.headers().firstValue("x-affidavit-visible");
    }
}
