package io.affidavit.command.evidence;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.axonframework.eventhandling.DomainEventMessage;

/// Facts that nobody waited for any longer when they became durable. Their caller has reported a
/// failure, so somebody must bring the story to its end.
final class UnheardAppends {

    private final List<Consumer<DomainEventMessage<?>>> listeners = new CopyOnWriteArrayList<>();

    void listen(Consumer<DomainEventMessage<?>> listener) {
        listeners.add(listener);
    }

    void tell(Append append) {
        for (Consumer<DomainEventMessage<?>> listener : listeners) {
            Thread.ofVirtual()
                    .name("unheard-append")
                    .start(() -> append.events().forEach(event -> listener.accept(event.live())));
        }
    }
}
