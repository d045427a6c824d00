package io.affidavit.edge;

import io.affidavit.edge.upstream.EgressProxy;
import io.affidavit.schemas.routing.BaseUrl;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings of the way to providers. Command-side asks for them too when a provider is registered.
///
/// @param allowedAddresses ranges (CIDR) of otherwise forbidden addresses that providers may have,
///   such as `127.0.0.0/8` for a model on this machine
/// @param proxy a forward proxy for some providers
@Validated
@ConfigurationProperties(value = "affidavit.upstream", ignoreUnknownFields = false)
public record UpstreamProperties(
        @NotNull @DefaultValue List<String> allowedAddresses, @NotNull @DefaultValue Proxy proxy) {

    /// A forward proxy that tunnels TLS.
    ///
    /// @param url its address, such as `http://proxy.internal:3128`; none by default, and never
    ///   taken from the environment of other programs
    /// @param hosts hosts of the providers that are reached through it, all over `https`; nobody
    ///   else is
    public record Proxy(@Nullable String url, @NotNull @DefaultValue List<String> hosts) {

        public Proxy {
            hosts = List.copyOf(hosts);
            if (url != null) {
                var _ = new EgressProxy(BaseUrl.parse(url), hosts); // a wrong one stops the start
            } else if (!hosts.isEmpty()) {
                throw new IllegalArgumentException(
                        "affidavit.upstream.proxy.url: none (expected: a proxy for the hosts)");
            }
        }
    }

    public UpstreamProperties {
        allowedAddresses = List.copyOf(allowedAddresses);
    }

    /// The proxy; `null` for none.
    @Nullable EgressProxy egress() {
        String url = proxy.url();
        return url == null ? null : new EgressProxy(BaseUrl.parse(url), proxy.hosts());
    }
}
