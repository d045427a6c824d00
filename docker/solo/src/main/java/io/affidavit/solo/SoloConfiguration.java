package io.affidavit.solo;

import io.affidavit.edge.tls.CertificateKeeper;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// All rooms in one context: each brings its own auto-configuration, so only what they share is
/// listed here.
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableConfigurationProperties({SoloProperties.class, DatabaseProperties.class})
public class SoloConfiguration {

    @Bean
    ControlPort controlPort(
            SoloProperties settings, ObjectProvider<CertificateKeeper> certificates) {
        return new ControlPort(settings, certificates);
    }
}
