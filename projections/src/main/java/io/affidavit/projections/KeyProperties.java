package io.affidavit.projections;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// Where the installation's keys lie.
///
/// @param directory holds `kek`, 64 hex digits and a newline
@Validated
@ConfigurationProperties(value = "affidavit.keys", ignoreUnknownFields = false)
public record KeyProperties(@NotNull Path directory) {}
