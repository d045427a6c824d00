package io.affidavit.edge.call;

import io.affidavit.schemas.call.CallQuery.FindCall;
import io.affidavit.schemas.call.CallQuery.FindKeyUsage;
import io.affidavit.schemas.call.CallView;
import io.affidavit.schemas.call.KeyUsage;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/// Knows what is on record of a key. Blocks, but not for ever.
public interface OwnRecords {

    /// A call of this key; `null` when there is none.
    ///
    /// @throws Unavailable if nobody answers
    @Nullable CallView call(CallId call, VirtualKeyId key);

    /// What a key used.
    ///
    /// @param at the moment whose day, week and month are asked for
    /// @throws Unavailable if nobody answers
    KeyUsage usage(VirtualKeyId key, Instant at);

    /// Nobody answered in time.
    final class Unavailable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /// What was asked, and what became of it.
        public Unavailable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// Records that the house's query bus tells of.
    static OwnRecords over(QueryGateway queries) {
        return new OverBus(queries);
    }

    /// Asks the bus.
    ///
    /// @param queries reach the room that reads
    record OverBus(QueryGateway queries) implements OwnRecords {

        private static final Duration PATIENCE = Duration.ofSeconds(5);

        @Override
        public @Nullable CallView call(CallId call, VirtualKeyId key) {
            return ask(new FindCall(call, key), CallView.class);
        }

        @Override
        public KeyUsage usage(VirtualKeyId key, Instant at) {
            KeyUsage usage = ask(new FindKeyUsage(key, at), KeyUsage.class);
            if (usage == null) {
                throw new Unavailable("usage of " + key + ": no answer", null);
            }
            return usage;
        }

        private <T> @Nullable T ask(Object query, Class<T> answer) {
            try {
                return queries.query(query, answer).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Unavailable("interrupted", e);
            } catch (ExecutionException | TimeoutException e) {
                throw new Unavailable("records not to be had", e);
            }
        }
    }
}
