package io.affidavit.replay.cms;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// A time-stamping authority's statement that it saw a digest (RFC 3161): a granted response with
/// its token.
public final class TimeStamp {

    private final CmsSignature token;
    private final byte[] statement;
    private final String digest;
    private final byte[] imprint;
    private final Instant at;

    private TimeStamp(CmsSignature token, byte[] statement) {
        this.token = token;
        this.statement = statement;
        Der outer = new Der(statement);
        Der info = outer.enter(Der.SEQUENCE);
        outer.end();
        if (info.integer().intValueExact() != 1) {
            throw new IllegalArgumentException("time stamp: version (expected: 1)");
        }
        info.oid();
        Der message = info.enter(Der.SEQUENCE);
        this.digest = Algorithms.digest(Algorithms.identifier(message.raw()));
        this.imprint = message.value(Der.OCTETS);
        message.end();
        info.integer();
        this.at = info.time();
    }

    /// Reads a response.
    ///
    /// @throws IllegalArgumentException if it is none in its one form, or none that was granted
    public static TimeStamp parse(byte[] response) {
        Der outer = new Der(response);
        Der parts = outer.enter(Der.SEQUENCE);
        outer.end();
        Der status = parts.enter(Der.SEQUENCE);
        if (status.integer().signum() != 0 || status.more()) {
            throw new IllegalArgumentException("time stamp: status (expected: granted)");
        }
        CmsSignature token = CmsSignature.parse(parts.raw());
        parts.end();
        byte[] statement = token.content();
        if (statement == null) {
            throw new IllegalArgumentException("time stamp: no statement inside");
        }
        return new TimeStamp(token, statement);
    }

    /// When the authority saw it.
    public Instant at() {
        return at;
    }

    /// Checks that the token is over these bytes and signed by whom it names.
    ///
    /// @return the authority's certificate
    /// @throws IllegalArgumentException if not
    public X509Certificate check(byte[] stamped) {
        try {
            if (!MessageDigest.isEqual(
                    imprint, MessageDigest.getInstance(digest).digest(stamped))) {
                throw new IllegalArgumentException("time stamp of other bytes");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("time stamp: " + e.getMessage(), e);
        }
        return token.check(statement, CmsSignature.TIME_STAMP);
    }

    /// The certificates that came with it.
    public List<X509Certificate> certificates() {
        return token.certificates();
    }
}
