package io.affidavit.edge;

import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings of the way to providers. Command-side asks for them too when a provider is registered.
///
/// @param allowedAddresses ranges (CIDR) of otherwise forbidden addresses that providers may have,
///   such as `127.0.0.0/8` for a model on this machine
@Validated
@ConfigurationProperties(value = "affidavit.upstream", ignoreUnknownFields = false)
public record UpstreamProperties(@NotNull @DefaultValue List<String> allowedAddresses) {

    public UpstreamProperties {
        allowedAddresses = List.copyOf(allowedAddresses);
    }
}
