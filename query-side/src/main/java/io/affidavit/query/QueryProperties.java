package io.affidavit.query;

import io.affidavit.schemas.bundle.BundleFiles;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// Settings of the reading side.
///
/// @param database where log and tables are read
/// @param operatorTokenFile file with the bare operator token and a newline
/// @param export how evidence leaves the house
/// @param disclosure how texts are opened for bundles
@Validated
@ConfigurationProperties(value = "affidavit.query", ignoreUnknownFields = false)
public record QueryProperties(
        @NotNull @Valid Database database,
        @NotNull Path operatorTokenFile,
        @NotNull @Valid @DefaultValue Export export,
        @NotNull @Valid Disclosure disclosure) {

    /// Bundles.
    ///
    /// @param keysDirectory folder of the export key and its certificates
    /// @param directory where bundles lie until they are fetched; emptied at every start
    /// @param preparedMax most bundles that are made or wait at a time, 1 to 100
    /// @param lifetime how long a finished one waits, 1 minute to 1 day
    /// @param tsa who stamps them
    public record Export(
            @NotNull @DefaultValue("data/keys") Path keysDirectory,
            @NotNull @DefaultValue("data/exports") Path directory,
            @Min(1) @Max(100) @DefaultValue("8") int preparedMax,
            @NotNull @DurationMin(minutes = 1) @DurationMax(days = 1) @DefaultValue("15m")
                    Duration lifetime,
            @NotNull @Valid @DefaultValue Tsa tsa) {}

    /// Texts in bundles.
    ///
    /// @param url JDBC URL without credentials
    /// @param username login role, usually `affidavit_discloser`; it sees the wrapped keys of parts
    ///   and nothing else
    /// @param passwordFile file with the bare password and a newline
    /// @param partsMax most parts that one bundle may disclose, 1 to 30,000
    /// @param bytesMax most bytes that the texts of one bundle may have together, 1MB to 1GB
    public record Disclosure(
            @NotBlank String url,
            @NotBlank @DefaultValue("affidavit_discloser") String username,
            @NotNull Path passwordFile,
            @Min(1) @Max(BundleFiles.DISCLOSED_MAX) @DefaultValue("10000") int partsMax,
            @NotNull @DefaultValue("256MB") DataSize bytesMax) {

        public Disclosure {
            if (bytesMax.compareTo(DataSize.ofMegabytes(1)) < 0
                    || bytesMax.compareTo(DataSize.ofGigabytes(1)) > 0) {
                throw new IllegalArgumentException(
                        "disclosure.bytes-max: " + bytesMax + " (expected: 1MB to 1GB)");
            }
        }
    }

    /// A time-stamping authority (RFC 3161).
    ///
    /// @param url where it is asked, `http` or `https`; absent: bundles have no outside time stamps
    /// @param username for its basic authentication
    /// @param passwordFile file with that user's bare password and a newline
    /// @param timeout for one time stamp as a whole, 1 s to 1 min
    public record Tsa(
            @Nullable URI url,
            @Nullable String username,
            @Nullable Path passwordFile,
            @NotNull @DurationMin(seconds = 1) @DurationMax(minutes = 1) @DefaultValue("10s")
                    Duration timeout) {

        public Tsa {
            if (url != null && !isWeb(url)) {
                throw new IllegalArgumentException("tsa.url: (expected: http or https, a host)");
            }
            if ((username == null) != (passwordFile == null)) {
                throw new IllegalArgumentException(
                        "tsa.username, tsa.password-file: (expected: both or neither)");
            }
        }

        private static boolean isWeb(URI url) {
            return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getUserInfo() == null;
        }
    }

    /// A PostgreSQL database.
    ///
    /// @param url JDBC URL without credentials
    /// @param username login role, usually `affidavit_reader`; it may read and nothing else
    /// @param passwordFile file with the bare password and a newline
    /// @param connectionsMax most connections, 1 to 50; more readers wait
    public record Database(
            @NotBlank String url,
            @NotBlank @DefaultValue("affidavit_reader") String username,
            @NotNull Path passwordFile,
            @Min(1) @Max(50) @DefaultValue("4") int connectionsMax) {}
}
