package io.affidavit.solo;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings of the roof.
///
/// @param bind address the control plane listens on; loopback unless TLS is set
/// @param port port of the control plane; 0 for any free one
@Validated
@ConfigurationProperties(value = "affidavit.control", ignoreUnknownFields = false)
public record SoloProperties(
        @NotBlank @DefaultValue("127.0.0.1") String bind,
        @Min(0) @Max(65_535) @DefaultValue("8090") int port) {}
