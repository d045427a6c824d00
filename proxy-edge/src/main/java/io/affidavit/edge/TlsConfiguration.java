package io.affidavit.edge;

import io.affidavit.edge.tls.CertificateFiles;
import io.affidavit.edge.tls.CertificateKeeper;
import io.affidavit.edge.tls.ServerTls;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/// The certificate, where one is set.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TlsProperties.class)
class TlsConfiguration {

    /// Whether any of the files is named.
    static final class IsSet extends AnyNestedCondition {

        IsSet() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty("affidavit.tls.certificate")
        static final class ByCertificate {}

        @ConditionalOnProperty("affidavit.tls.keystore")
        static final class ByKeystore {}
    }

    @Bean(destroyMethod = "close")
    @Conditional(IsSet.class)
    CertificateKeeper certificateKeeper(TlsProperties settings) {
        CertificateFiles files = settings.files();
        if (files == null) {
            throw new IllegalStateException("a condition that looked at other settings");
        }
        return new CertificateKeeper(files, Clock.systemUTC());
    }

    @Bean(destroyMethod = "close")
    @Conditional(IsSet.class)
    ServerTls serverTls(CertificateKeeper keeper, TlsProperties settings) {
        return new ServerTls(keeper, settings.handshakeTimeout());
    }
}
