package io.affidavit.command;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Where the installation's keys lie.
///
/// @param directory folder of the key files
@Validated
@ConfigurationProperties(value = "affidavit.keys", ignoreUnknownFields = false)
public record KeyProperties(@NotNull @DefaultValue("data/keys") Path directory) {}
