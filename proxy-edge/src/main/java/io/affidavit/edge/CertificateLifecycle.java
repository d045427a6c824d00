package io.affidavit.edge;

import io.affidavit.edge.tls.CertificateKeeper;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Looks at the certificate's files while the gateway runs, or says at each start that the data
/// port goes without one beyond this machine.
final class CertificateLifecycle implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateLifecycle.class);

    private final @Nullable CertificateKeeper keeper;
    private final TlsProperties tls;
    private final EdgeProperties edge;
    private volatile boolean running;

    CertificateLifecycle(
            @Nullable CertificateKeeper keeper, TlsProperties tls, EdgeProperties edge) {
        this.keeper = keeper;
        this.tls = tls;
        this.edge = edge;
    }

    @Override
    public void start() {
        running = true;
        if (keeper != null) {
            keeper.start(tls.reloadInterval());
        } else if (!isLoopback(edge.bind())) {
            LOG.atWarn()
                    .addKeyValue("bind", edge.bind())
                    .log(
                            "the data port can be reached from other machines without TLS: keys and"
                                    + " prompts are readable on the way unless something in front"
                                    + " ends TLS (docs/tls.md)");
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public void stop() {
        running = false;
        if (keeper != null) {
            keeper.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
