package io.affidavit.edge;

import io.affidavit.edge.tls.CertificateFiles;
import io.affidavit.edge.tls.PemFiles;
import io.affidavit.edge.tls.Pkcs12File;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// The certificate of our own ports. Without one they speak plain HTTP.
///
/// @param certificate file with the certificate and those of its issuers, in PEM
/// @param key file with its private key: PKCS#8 in PEM, not encrypted
/// @param keystore both in one PKCS#12 file, instead of `certificate` and `key`
/// @param keystorePasswordFile file with the password of `keystore`
/// @param reloadInterval how often the files are compared with what was read last
/// @param handshakeTimeout from a connection's first moment to the end of its TLS handshake
@Validated
@ConfigurationProperties(value = "affidavit.tls", ignoreUnknownFields = false)
public record TlsProperties(
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable Path keystore,
        @Nullable Path keystorePasswordFile,
        @DurationMin(seconds = 1) @DurationMax(hours = 1) @DefaultValue("10s")
                Duration reloadInterval,
        @DurationMin(millis = 100) @DurationMax(minutes = 1) @DefaultValue("10s")
                Duration handshakeTimeout) {

    private static final String PREFIX = "affidavit.tls.";

    public TlsProperties {
        requireBoth("certificate", certificate, "key", key);
        requireBoth("keystore", keystore, "keystore-password-file", keystorePasswordFile);
        if (certificate != null && keystore != null) {
            throw new IllegalArgumentException(
                    PREFIX
                            + "keystore: "
                            + keystore
                            + " (expected: either this or affidavit.tls.certificate)");
        }
    }

    private static void requireBoth(
            String name, @Nullable Path one, String otherName, @Nullable Path other) {
        if (one != null && other == null) {
            throw missing(otherName, name);
        }
        if (one == null && other != null) {
            throw missing(name, otherName);
        }
    }

    private static IllegalArgumentException missing(String name, String present) {
        return new IllegalArgumentException(
                PREFIX + name + ": missing (expected: a file beside " + PREFIX + present + ")");
    }

    /// The files; `null` where no certificate is set.
    @Nullable CertificateFiles files() {
        if (certificate != null && key != null) {
            return new PemFiles(certificate, key);
        }
        return keystore != null && keystorePasswordFile != null
                ? new Pkcs12File(keystore, keystorePasswordFile)
                : null;
    }
}
