package io.affidavit.schemas.routing;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where a provider's requests go: `http` or `https`, a host, perhaps a port and a path; nothing
/// that could carry a secret or be read differently by two parsers.
///
/// @param scheme `http` or `https`
/// @param host lower-case ASCII name, dotted quad, or IPv6 address without brackets
/// @param port 1 to 65535
/// @param path empty, or `/` and segments without a trailing slash
public record BaseUrl(String scheme, String host, int port, String path) {

    private static final int MAX_LENGTH = 2048;
    private static final int MAX_PORT = 65_535;
    private static final String PATH_MARKS = "-._~!$&'()*+,;=:@/";

    /// Reads and normalises an address: names become their ASCII form (RFC 5891), default ports and
    /// trailing slashes disappear.
    ///
    /// @throws IllegalArgumentException with a message fit for the caller who sent the text
    public static BaseUrl parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw malformed("at most " + MAX_LENGTH + " characters");
        }
        String scheme = scheme(text);
        String rest = text.substring(scheme.length() + "://".length());
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : path(rest.substring(slash));
        boolean bracketed = authority.startsWith("[");
        int end = bracketed ? authority.indexOf(']') + 1 : authority.indexOf(':');
        if (bracketed && end == 0) {
            throw malformed("an IPv6 address in brackets");
        }
        String host = end < 0 ? authority : authority.substring(0, end);
        String port = end < 0 ? "" : authority.substring(end);
        return new BaseUrl(
                scheme,
                bracketed ? ipv6(host.substring(1, host.length() - 1)) : name(host),
                port(scheme, port),
                path);
    }

    /// The address that the host spells out; empty for a name, which only the resolver can judge.
    public Optional<InetAddress> literalAddress() {
        boolean literal = host.indexOf(':') >= 0 || isNumber(lastLabel(host));
        return literal ? Optional.of(InetAddress.ofLiteral(host)) : Optional.empty();
    }

    /// The normalised text; [#parse] gives an equal value again.
    @Override
    public String toString() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return scheme + "://" + shown + (port == defaultPort(scheme) ? "" : ":" + port) + path;
    }

    private static String scheme(String text) {
        for (String scheme : List.of("https", "http")) {
            if (text.regionMatches(true, 0, scheme + "://", 0, scheme.length() + 3)) {
                return scheme;
            }
        }
        throw malformed("http:// or https://");
    }

    private static String path(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean alphanumeric =
                    (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!alphanumeric && PATH_MARKS.indexOf(c) < 0) {
                throw malformed("a path of plain segments, no query, fragment or escapes");
            }
        }
        String trimmed = path;
        while (trimmed.endsWith("/")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        if ((trimmed + "/").contains("/./") || (trimmed + "/").contains("/../")) {
            throw malformed("a path without dot segments");
        }
        if (trimmed.contains("//")) {
            throw malformed("a path without empty segments");
        }
        return trimmed;
    }

    private static String ipv6(String text) {
        try {
            // A zone names an interface of this machine: never a provider's address.
            if (text.indexOf('%') < 0 && text.indexOf(':') >= 0) {
                return InetAddress.ofLiteral(text).getHostAddress();
            }
        } catch (IllegalArgumentException e) {
            throw malformed("a valid IPv6 address in brackets", e);
        }
        throw malformed("a valid IPv6 address in brackets");
    }

    private static String name(String text) {
        String ascii;
        try {
            ascii = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw malformed("a valid host name", e);
        }
        if (ascii.isEmpty() || ascii.endsWith(".") || ascii.length() > 253) {
            throw malformed("a host name without trailing dot");
        }
        return isNumber(lastLabel(ascii)) ? ipv4(ascii) : ascii;
    }

    /// Resolvers read `2130706433`, `0x7f.1` and `0177.0.0.1` as addresses, so a host that ends in
    /// a number is one (WHATWG URL, "ends in a number"), read their way and written in the one
    /// plain form from then on.
    private static String ipv4(String text) {
        try {
            return Inet4Address.ofPosixLiteral(text).getHostAddress();
        } catch (IllegalArgumentException e) {
            throw malformed("a host name or an IPv4 address", e);
        }
    }

    private static String lastLabel(String host) {
        return host.substring(host.lastIndexOf('.') + 1);
    }

    private static boolean isNumber(String label) {
        boolean hex = label.startsWith("0x");
        for (int i = hex ? 2 : 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (!(c >= '0' && c <= '9') && !(hex && c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static int port(String scheme, String text) {
        if (text.isEmpty()) {
            return defaultPort(scheme);
        }
        boolean good = text.charAt(0) == ':' && text.length() >= 2 && text.length() <= 6;
        for (int i = 1; good && i < text.length(); i++) {
            good = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        int port = good ? Integer.parseInt(text.substring(1)) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw malformed("a port from 1 to " + MAX_PORT);
        }
        return port;
    }

    private static int defaultPort(String scheme) {
        return "https".equals(scheme) ? 443 : 80;
    }

    private static IllegalArgumentException malformed(String expected) {
        return new IllegalArgumentException("malformed (expected: " + expected + ")");
    }

    private static IllegalArgumentException malformed(String expected, Exception cause) {
        return new IllegalArgumentException("malformed (expected: " + expected + ")", cause);
    }
}
