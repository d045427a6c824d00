package io.affidavit.solo;

import io.affidavit.edge.tls.TlsIdentity;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How a port of ours is reached from the machine it listens on.
///
/// @param url for programs that know our certificate; always leads to this machine
/// @param named names a host of the certificate, so that curl believes it
/// @param curlOptions what curl needs before that URL; empty, or ending in a blank
record Reach(String url, String named, String curlOptions) {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final String LOCALHOST = "localhost";

    /// @param bind address that the port listens on
    /// @param identity what it shows; `null` for plain HTTP
    /// @param certificate file in which the present chain stands
    static Reach of(String bind, int port, @Nullable TlsIdentity identity, Path certificate) {
        InetAddress address = local(bind);
        if (identity == null) {
            String url = "http://" + literal(address) + ":" + port;
            return new Reach(url, url, "");
        }
        String url = "https://" + literal(address) + ":" + port;
        String trusting = "--cacert '" + certificate + "' ";
        List<String> names = names(identity, DNS_NAME);
        if (names(identity, IP_ADDRESS).stream().anyMatch(ip -> isSame(ip, address))) {
            return new Reach(url, url, trusting);
        }
        if (names.contains(LOCALHOST) && address.isLoopbackAddress() && isFour(address)) {
            String local = "https://" + LOCALHOST + ":" + port;
            return new Reach(local, local, trusting);
        }
        if (names.isEmpty()) {
            return new Reach(url, url, trusting);
        }
        String name = names.getFirst().replace("*", "affidavit");
        String resolving = "--resolve " + name + ":" + port + ":" + literal(address) + " ";
        return new Reach(url, "https://" + name + ":" + port, trusting + resolving);
    }

    /// A port that listens everywhere is called by the loopback address of its family.
    private static InetAddress local(String bind) {
        try {
            InetAddress address = InetAddress.getByName(bind);
            return address.isAnyLocalAddress()
                    ? InetAddress.ofLiteral(isFour(address) ? "127.0.0.1" : "::1")
                    : address;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address that a port is bound to", e);
        }
    }

    private static boolean isFour(InetAddress address) {
        return address instanceof Inet4Address;
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }

    private static boolean isSame(String ip, InetAddress address) {
        return InetAddress.ofLiteral(ip).equals(address);
    }

    private static List<String> names(TlsIdentity identity, int kind) {
        try {
            Collection<List<?>> all = identity.chain().getFirst().getSubjectAlternativeNames();
            return all == null
                    ? List.of()
                    : all.stream()
                            .filter(name -> Objects.equals(name.getFirst(), kind))
                            .map(name -> String.valueOf(name.getLast()))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
