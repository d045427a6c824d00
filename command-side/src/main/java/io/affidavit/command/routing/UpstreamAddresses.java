package io.affidavit.command.routing;

import io.affidavit.schemas.routing.AddressRule;
import io.affidavit.schemas.routing.BaseUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Judges where a new base URL leads, as far as this can be known today.
///
/// A name that does not resolve now is let through: what counts is the address at connect time,
/// which the edge judges again by the same rule.
final class UpstreamAddresses implements AutoCloseable {

    /// Finds the addresses of a name.
    interface Resolver {
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int THREADS = 2;
    private static final int MAX_WAITING = 16;

    private final AddressRule rule;
    private final Resolver resolver;
    // The system's resolver blocks its thread for as long as it likes, so it gets its own few.
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    1,
                    TimeUnit.MINUTES,
                    new ArrayBlockingQueue<>(MAX_WAITING),
                    Thread.ofPlatform().name("base-url-", 0).daemon(true).factory());

    UpstreamAddresses(AddressRule rule, Resolver resolver) {
        this.rule = rule;
        this.resolver = resolver;
        threads.allowCoreThreadTimeOut(true);
    }

    /// Whether any address of the URL is closed to upstreams.
    boolean isForbidden(BaseUrl url) {
        Optional<InetAddress> literal = url.literalAddress();
        List<InetAddress> addresses = literal.map(List::of).orElseGet(() -> resolve(url.host()));
        return addresses.stream().anyMatch(address -> !rule.allows(address));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private List<InetAddress> resolve(String host) {
        try {
            Future<List<InetAddress>> addresses = threads.submit(() -> resolver.resolve(host));
            return addresses.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
