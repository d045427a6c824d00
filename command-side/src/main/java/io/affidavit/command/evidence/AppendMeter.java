package io.affidavit.command.evidence;

import org.axonframework.eventhandling.DomainEventMessage;

/// Counts what the log takes, for operators. Asked for every append: it neither blocks nor throws.
public interface AppendMeter {

    /// Counts nothing.
    AppendMeter NONE =
            new AppendMeter() {
                @Override
                public void waited(long nanos, boolean durable) {}

                @Override
                public void wrote(int events, long nanos) {}

                @Override
                public void committed(DomainEventMessage<?> event) {}
            };

    /// A caller has waited for its append. On the caller's thread.
    ///
    /// @param durable whether it was told that its events are in the log
    void waited(long nanos, boolean durable);

    /// A batch was worked through, with whatever success. On the writer's thread.
    ///
    /// @param events how many its appends had
    void wrote(int events, long nanos);

    /// A record is durable. On the writer's thread, once for each record.
    void committed(DomainEventMessage<?> event);
}
