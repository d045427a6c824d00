package io.affidavit.edge.upstream;

import io.affidavit.schemas.routing.BaseUrl;
import java.util.List;
import java.util.Locale;

/// A forward proxy for the providers that are listed by host, and for nobody else. It carries TLS
/// through a tunnel (`CONNECT`, RFC 9110 §9.3.6) and sees nothing but names and lengths. Settings
/// name it; no environment variable does.
///
/// @param url where it is: `http`, host and port
/// @param hosts hosts of providers behind it, compared exactly
public record EgressProxy(BaseUrl url, List<String> hosts) {

    /// @throws IllegalArgumentException if the address is none of a proxy's or no host is listed
    public EgressProxy {
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        if (!url.scheme().equals("http") || !url.path().isEmpty()) {
            throw new IllegalArgumentException(
                    "affidavit.upstream.proxy.url: " + url + " (expected: http, host and port)");
        }
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException(
                    "affidavit.upstream.proxy.hosts: none (expected: hosts of providers)");
        }
    }

    /// Whether connections to a provider go through it.
    boolean covers(BaseUrl provider) {
        return provider.scheme().equals("https") && hosts.contains(provider.host());
    }
}
