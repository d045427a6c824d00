package io.affidavit.edge.upstream;

import io.affidavit.schemas.routing.AddressRule;
import io.affidavit.schemas.routing.BaseUrl;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the addresses of a provider and leaves out the forbidden ones. What it gives is what must
/// be connected to: looking a name up twice would let it change in between.
public final class AddressBook {

    private static final Logger LOG = LoggerFactory.getLogger(AddressBook.class);

    private final AddressRule rule;
    private final Resolver resolver;

    /// Looks names up.
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws IOException;
    }

    /// @param rule which addresses an upstream may have
    public AddressBook(AddressRule rule) {
        this(rule, InetAddress::getAllByName);
    }

    AddressBook(AddressRule rule, Resolver resolver) {
        this.rule = rule;
        this.resolver = resolver;
    }

    /// The addresses a connection may go to, at least one; fails with [IOException] otherwise. A
    /// name is looked up on a thread of its own, because the system's resolver blocks; the JDK
    /// caches what it finds.
    Future<List<InetAddress>> find(BaseUrl url, EventLoop loop) {
        Promise<List<InetAddress>> promise = loop.newPromise();
        Optional<InetAddress> literal = url.literalAddress();
        if (literal.isPresent()) {
            judge(url, new InetAddress[] {literal.get()}, promise);
        } else {
            Thread.ofVirtual().name("resolve-upstream").start(() -> look(url, promise));
        }
        return promise;
    }

    /// The addresses of a proxy that carries connections to a provider. The proxy itself is the
    /// operator's setting and may be anywhere. The provider's own address is judged as far as it is
    /// known here; a name that only the proxy can look up passes, because the operator listed it.
    Future<List<InetAddress>> findProxy(BaseUrl proxy, BaseUrl provider, EventLoop loop) {
        Promise<List<InetAddress>> promise = loop.newPromise();
        Thread.ofVirtual()
                .name("resolve-proxy")
                .start(() -> {
                    try {
                        if (isForbidden(provider)) {
                            refuse(provider, promise);
                        } else {
                            promise.trySuccess(List.of(resolver.resolve(proxy.host())));
                        }
                    } catch (IOException e) {
                        promise.tryFailure(e);
                    }
                });
        return promise;
    }

    private boolean isForbidden(BaseUrl provider) throws IOException {
        Optional<InetAddress> literal = provider.literalAddress();
        if (literal.isPresent()) {
            return !rule.allows(literal.get());
        }
        try {
            return Arrays.stream(resolver.resolve(provider.host())).noneMatch(rule::allows);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private void look(BaseUrl url, Promise<List<InetAddress>> promise) {
        try {
            judge(url, resolver.resolve(url.host()), promise);
        } catch (IOException e) {
            promise.tryFailure(e);
        }
    }

    private void judge(BaseUrl url, InetAddress[] found, Promise<List<InetAddress>> promise) {
        List<InetAddress> allowed = Arrays.stream(found).filter(rule::allows).toList();
        if (allowed.isEmpty()) {
            refuse(url, promise);
        } else {
            promise.trySuccess(allowed);
        }
    }

    private static void refuse(BaseUrl url, Promise<List<InetAddress>> promise) {
        LOG.atWarn()
                .addKeyValue("host", url.host())
                .log("upstream has no allowed address (see affidavit.upstream)");
        promise.tryFailure(new IOException("no allowed address"));
    }
}
