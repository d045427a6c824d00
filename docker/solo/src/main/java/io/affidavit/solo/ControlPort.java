package io.affidavit.solo;

import io.affidavit.edge.tls.CertificateKeeper;
import io.affidavit.edge.tls.TlsIdentity;
import io.affidavit.edge.tls.TlsProfile;
import io.affidavit.solo.data.SecretFile;
import io.affidavit.solo.data.StartRefused;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/// Where the control port listens and what it shows: the data port's certificate, and loopback only
/// where there is none, because the operator's token must not travel in the clear.
final class ControlPort
        implements WebServerFactoryCustomizer<ConfigurableWebServerFactory>, Ordered {

    private static final String SETTING = "affidavit.control.bind: ";
    private static final String BUNDLE = "affidavit";

    private final SoloProperties settings;
    private final ObjectProvider<CertificateKeeper> certificates;

    ControlPort(SoloProperties settings, ObjectProvider<CertificateKeeper> certificates) {
        this.settings = settings;
        this.certificates = certificates;
    }

    /// After Boot's own, which knows neither.
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void customize(ConfigurableWebServerFactory factory) {
        InetAddress address = address();
        CertificateKeeper keeper = certificates.getIfAvailable();
        if (keeper == null && !address.isLoopbackAddress()) {
            throw new StartRefused(SETTING + settings.bind() + " (expected: loopback, or TLS)");
        }
        factory.setAddress(address);
        if (keeper != null) {
            DefaultSslBundleRegistry bundles =
                    new DefaultSslBundleRegistry(BUNDLE, bundle(keeper.identity()));
            factory.setSslBundles(bundles);
            factory.setSsl(Ssl.forBundle(BUNDLE));
            keeper.onRenewal(next -> bundles.updateBundle(BUNDLE, bundle(next)));
        }
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(settings.bind());
        } catch (UnknownHostException e) {
            throw new StartRefused(
                    SETTING + settings.bind() + " (expected: an address of this machine)", e);
        }
    }

    private static SslBundle bundle(TlsIdentity identity) {
        String password = SecretFile.randomText(); // of a store that exists in memory only
        return SslBundle.of(
                SslStoreBundle.of(identity.keyStore(password.toCharArray()), password, null),
                SslBundleKey.of(password),
                SslOptions.of(
                        TlsProfile.CIPHERS.toArray(String[]::new),
                        TlsProfile.PROTOCOLS.toArray(String[]::new)));
    }
}
