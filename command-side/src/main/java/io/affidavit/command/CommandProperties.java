package io.affidavit.command;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings of the room that decides and appends.
///
/// @param database where the log lives
/// @param vault where wrapped keys and sealed credentials live; by default the same database
/// @param operatorTokenFile file with the operator token
/// @param scrapeTokenFile file with a token that opens health and metrics and nothing else
/// @param logName first segment of the origin of a log that is opened by this process
/// @param queueMax most appends that may wait; more are refused at once
/// @param appendTimeout longest wait for an append
/// @param lease how long a silent process counts as alive
@Validated
@ConfigurationProperties(value = "affidavit.command", ignoreUnknownFields = false)
public record CommandProperties(
        @Valid @NotNull @DefaultValue Database database,
        @Valid @NotNull @DefaultValue Vault vault,
        @Nullable Path operatorTokenFile,
        @Nullable Path scrapeTokenFile,
        @NotNull @Pattern(regexp = "[a-z0-9][a-z0-9.-]{0,199}") @DefaultValue("affidavit.local")
                String logName,
        @Min(16) @Max(1_000_000) @DefaultValue("4096") int queueMax,
        @NotNull @DefaultValue("5s") Duration appendTimeout,
        @NotNull @DefaultValue("5s") Duration lease) {

    /// The log's database.
    ///
    /// @param url JDBC URL
    /// @param username login role; never the owner of the record table
    /// @param passwordFile file with its password and a newline
    /// @param connectionsMax most connections of this process as this role
    public record Database(
            @NotBlank @DefaultValue("jdbc:postgresql://127.0.0.1:5432/affidavit") String url,
            @NotBlank @DefaultValue("affidavit_writer") String username,
            @Nullable Path passwordFile,
            @Min(3) @Max(100) @DefaultValue("6") int connectionsMax) {}

    /// The vault's login.
    ///
    /// @param url JDBC URL; the log's database when absent
    /// @param username login role
    /// @param passwordFile file with its password and a newline
    public record Vault(
            @Nullable String url,
            @NotBlank @DefaultValue("affidavit_vault") String username,
            @Nullable Path passwordFile) {}
}
