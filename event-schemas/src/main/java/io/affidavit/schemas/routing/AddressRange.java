package io.affidavit.schemas.routing;

import java.net.InetAddress;

/// A block of IP addresses in CIDR notation (RFC 4632, RFC 4291 §2.3).
///
/// @param network any address of the block
/// @param prefixLength leading bits that all its addresses share
record AddressRange(InetAddress network, int prefixLength) {

    AddressRange {
        int bits = network.getAddress().length * Byte.SIZE;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException(
                    "prefix length: " + prefixLength + " (expected: 0 to " + bits + ")");
        }
    }

    /// Reads `10.0.0.0/8`; a bare address is a block of one. Names are never looked up.
    static AddressRange parse(String cidr) {
        int slash = cidr.indexOf('/');
        try {
            InetAddress network =
                    InetAddress.ofLiteral(slash < 0 ? cidr : cidr.substring(0, slash));
            int bits = network.getAddress().length * Byte.SIZE;
            return new AddressRange(
                    network,
                    slash < 0 ? bits : Integer.parseInt(cidr, slash + 1, cidr.length(), 10));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "address range: " + cidr + " (expected: CIDR such as 10.0.0.0/8 or ::1/128)",
                    e);
        }
    }

    /// Whether the address lies in this block; never for one of the other family.
    boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = prefixLength / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != other[i]) {
                return false;
            }
        }
        int rest = prefixLength % Byte.SIZE;
        return rest == 0 || (mine[whole] ^ other[whole]) >> (Byte.SIZE - rest) == 0;
    }
}
