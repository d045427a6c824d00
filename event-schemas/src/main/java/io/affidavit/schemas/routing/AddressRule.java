package io.affidavit.schemas.routing;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/// Which addresses an upstream may have. Pure: the admin API asks when a provider is registered,
/// the edge asks again about the address it is about to connect to.
///
/// Only global unicast addresses are open. Everything that leads back into the house, to a cloud's
/// metadata service, or through a translation that hides the real target is closed, unless the
/// operator's settings list it. Source: IANA IPv4 and IPv6 Special-Purpose Address Registries, read
/// 2026-11-25.
///
/// @param allowed blocks that are open although the rule closes them
public record AddressRule(List<String> allowed) {

    private static final List<AddressRange> CLOSED =
            ranges(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8",
                    "100.64.0.0/10", // carrier-grade NAT
                    "127.0.0.0/8",
                    "168.63.129.16/32", // a cloud's host agent behind a public-looking address
                    "169.254.0.0/16", // link-local, most metadata services
                    "172.16.0.0/12",
                    "192.0.0.0/24", // protocol assignments, one more metadata service
                    "192.0.2.0/24", // documentation
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16",
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, broadcast
                    "2001::/23", // protocol assignments, among them Teredo
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4: hides an IPv4 address
                    "3fff::/20"); // documentation

    /// Everything else in IPv6 is loopback, unspecified, unique local, link-local, multicast,
    /// NAT64, IPv4-mapped, IPv4-compatible or unassigned.
    private static final AddressRange GLOBAL_UNICAST = AddressRange.parse("2000::/3");

    /// @throws IllegalArgumentException when an entry is no CIDR
    public AddressRule {
        allowed = List.copyOf(allowed);
        for (String cidr : allowed) {
            AddressRange.parse(cidr);
        }
    }

    /// Whether a connection may go there.
    public boolean allows(InetAddress address) {
        return isOpen(address) || isListed(address);
    }

    private static boolean isOpen(InetAddress address) {
        boolean routable = address instanceof Inet4Address || GLOBAL_UNICAST.contains(address);
        return routable && CLOSED.stream().noneMatch(range -> range.contains(address));
    }

    private boolean isListed(InetAddress address) {
        for (String cidr : allowed) {
            if (AddressRange.parse(cidr).contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static List<AddressRange> ranges(String... cidrs) {
        return List.of(cidrs).stream().map(AddressRange::parse).toList();
    }
}
