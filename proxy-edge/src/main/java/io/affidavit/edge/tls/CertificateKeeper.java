package io.affidavit.edge.tls;

import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the present certificate, and replaces it when its files change: everywhere or nowhere.
/// Files that cannot be used leave the present one in place, until they are mended.
///
/// The contents are compared, not the times: a certificate is a few kilobytes, and what writes it
/// may keep its times or put a link in its place.
public final class CertificateKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateKeeper.class);
    private static final Duration SOON = Duration.ofDays(14);
    private static final Duration REMIND = Duration.ofDays(1);

    private record Present(TlsIdentity identity, SslContext dataPort) {}

    private final CertificateFiles files;
    private final InstantSource clock;
    private final List<Consumer<TlsIdentity>> others = new CopyOnWriteArrayList<>();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("certificate").daemon().factory());
    private volatile Present present;
    private volatile @Nullable String problem;
    private List<byte[]> seen;
    private Instant reminded = Instant.MIN;

    /// Reads the files for the first time.
    ///
    /// @throws TlsException when they cannot be used
    public CertificateKeeper(CertificateFiles files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
        this.seen = files.read();
        TlsIdentity first = files.parse(seen);
        this.present = new Present(first, TlsProfile.dataPort(first));
    }

    /// Looks at the files from now on.
    public void start(Duration interval) {
        long nanos = interval.toNanos();
        var _ = looking.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
        remind();
    }

    /// The certificate shown now.
    public TlsIdentity identity() {
        return present.identity();
    }

    SslContext dataPort() {
        return present.dataPort();
    }

    /// Why the files as they are now are not used; `null` while they are.
    public @Nullable String problem() {
        return problem;
    }

    /// Hands each new certificate over before the data port shows it. Whoever throws refuses it for
    /// all; those that were told before are then told the old one again.
    public void onRenewal(Consumer<TlsIdentity> other) {
        others.add(other);
    }

    /// Says that [#identity] or [#problem] is another one.
    public void onChange(Runnable watcher) {
        watchers.add(watcher);
    }

    /// Compares the files with what was read of them last.
    public synchronized void check() {
        try {
            List<byte[]> now = files.read();
            if (!isSame(now, seen)) {
                seen = now;
                renew(files.parse(now));
            } else if (problem != null && isUsed(now)) {
                settle(null);
            }
        } catch (TlsException e) {
            complain(e);
        }
        remind();
    }

    private void look() {
        try {
            check();
        } catch (RuntimeException e) { // or nobody would ever look again
            LOG.atError().setCause(e).log("the certificate's files were not looked at");
        }
    }

    private static boolean isSame(List<byte[]> one, List<byte[]> other) {
        for (int i = 0; i < one.size(); i++) {
            if (!Arrays.equals(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// Whether a file that could not be read for a while holds again what it held before.
    private boolean isUsed(List<byte[]> contents) {
        return files.parse(contents).chain().equals(identity().chain());
    }

    private void renew(TlsIdentity next) {
        Present fresh = new Present(next, TlsProfile.dataPort(next));
        int told = 0;
        try {
            for (Consumer<TlsIdentity> other : others) {
                told++;
                other.accept(next);
            }
        } catch (RuntimeException e) {
            for (Consumer<TlsIdentity> other : others.subList(0, told)) {
                other.accept(identity());
            }
            throw new TlsException(
                    files.setting(0),
                    files.paths().getFirst(),
                    "a certificate that every port takes",
                    e);
        }
        present = fresh;
        reminded = Instant.MIN;
        LOG.atInfo()
                .addKeyValue("subject", next.chain().getFirst().getSubjectX500Principal())
                .addKeyValue("until", next.end())
                .log("the certificate is another one");
        settle(null);
    }

    private void complain(TlsException e) {
        String reason = String.valueOf(e.getMessage());
        if (!reason.equals(problem)) {
            LOG.atWarn()
                    .addKeyValue("reason", reason)
                    .log("the certificate's files cannot be used; the present one stays");
            settle(reason);
        }
    }

    private void settle(@Nullable String now) {
        problem = now;
        watchers.forEach(Runnable::run);
    }

    private void remind() {
        Instant now = clock.instant();
        Instant end = identity().end();
        if (now.isAfter(end.minus(SOON)) && now.isAfter(reminded.plus(REMIND))) {
            reminded = now;
            LOG.atWarn()
                    .addKeyValue("until", end)
                    .log(
                            now.isAfter(end)
                                    ? "the certificate is expired"
                                    : "the certificate ends soon");
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
