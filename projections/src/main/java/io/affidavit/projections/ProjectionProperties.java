package io.affidavit.projections;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings of the projections.
///
/// @param database where the log is read and the tables are written
/// @param pause shortest time between the beginnings of two batches, 0 to 1 s; longer costs less
///   and shows later
/// @param batchMax most events in a batch, 1 to 10,000
/// @param seal how the log is sealed
@Validated
@ConfigurationProperties(value = "affidavit.projections", ignoreUnknownFields = false)
public record ProjectionProperties(
        @NotNull @Valid Database database,
        @NotNull @DefaultValue("50ms") Duration pause,
        @Min(1) @Max(10_000) @DefaultValue("1000") int batchMax,
        @NotNull @Valid Seal seal) {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    public ProjectionProperties {
        if (pause != null && (pause.isNegative() || pause.compareTo(LONGEST_PAUSE) > 0)) {
            throw new IllegalArgumentException(
                    "affidavit.projections.pause: " + pause + " (expected: 0s to 1s)");
        }
    }

    /// A PostgreSQL database.
    ///
    /// @param url JDBC URL without credentials
    /// @param username login role, usually `affidavit_projector`
    /// @param passwordFile file with the bare password and a newline
    public record Database(
            @NotBlank String url,
            @NotBlank @DefaultValue("affidavit_projector") String username,
            @NotNull Path passwordFile) {}

    /// How the log is sealed.
    ///
    /// @param interval time between two checkpoints while records are appended, 100 ms to 10 min
    /// @param anchorDirectory keeps checkpoints outside the database; absent: `anchor` in the data
    ///   directory
    /// @param database where the log is read and the seals are written
    public record Seal(
            @NotNull @DefaultValue("500ms") Duration interval,
            @NotNull Path anchorDirectory,
            @NotNull @Valid SealDatabase database) {

        private static final Duration SHORTEST = Duration.ofMillis(100);
        private static final Duration LONGEST = Duration.ofMinutes(10);

        public Seal {
            if (interval != null
                    && (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0)) {
                throw new IllegalArgumentException(
                        "affidavit.projections.seal.interval: "
                                + interval
                                + " (expected: 100ms to 10m)");
            }
        }
    }

    /// The sealer's login to a PostgreSQL database.
    ///
    /// @param url JDBC URL without credentials
    /// @param username login role, usually `affidavit_sealer`
    /// @param passwordFile file with the bare password and a newline
    public record SealDatabase(
            @NotBlank String url,
            @NotBlank @DefaultValue("affidavit_sealer") String username,
            @NotNull Path passwordFile) {}
}
