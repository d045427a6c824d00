package io.affidavit.query;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings of the reading side.
///
/// @param database where log and tables are read
/// @param operatorTokenFile file with the bare operator token and a newline
@Validated
@ConfigurationProperties(value = "affidavit.query", ignoreUnknownFields = false)
public record QueryProperties(@NotNull @Valid Database database, @NotNull Path operatorTokenFile) {

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
