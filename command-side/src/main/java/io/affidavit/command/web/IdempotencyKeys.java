package io.affidavit.command.web;

import io.affidavit.schemas.value.Base62;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Makes repeated requests meet themselves: an id is derived from the `Idempotency-Key`, and a
/// digest of key and request is recorded with what they made. Both are keyed with the pepper, so
/// that neither can be guessed from a record.
///
/// The records are the truth. A bounded memory of recent keys adds one thing they cannot tell: that
/// a key was used before for something with another id.
public final class IdempotencyKeys {

    private static final int MAX_REMEMBERED = 10_000;
    private static final int HALF_BYTES = 16;
    private static final int HALF_DIGITS = 32;
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec pepper;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> recent =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            };

    IdempotencyKeys(byte[] pepper) {
        this.pepper = new SecretKeySpec(pepper, HMAC);
    }

    /// Digest of a request: 16 bytes of its key, 16 of everything else about it.
    Digest digest(String key, String route, byte[] body) {
        byte[] ofKey = mac("affidavit-idempotency-key/v1", key, new byte[0]);
        byte[] ofRequest = mac("affidavit-idempotent-request/v1", route, body);
        byte[] both = new byte[2 * HALF_BYTES];
        System.arraycopy(ofKey, 0, both, 0, HALF_BYTES);
        System.arraycopy(ofRequest, 0, both, HALF_BYTES, HALF_BYTES);
        return Digest.of(both);
    }

    /// Refuses a key that was used lately for another request.
    void require(Digest digest) {
        String key = digest.value().substring(0, HALF_DIGITS);
        String request = digest.value().substring(HALF_DIGITS);
        String earlier;
        synchronized (recent) {
            earlier = recent.putIfAbsent(key, request);
        }
        if (earlier != null && !earlier.equals(request)) {
            throw new Refused(
                    FailureCode.IDEMPOTENCY_KEY_REUSED,
                    "Idempotency-Key: used before (expected: the same request, or another key)");
        }
    }

    /// Forgets a request that came to nothing: the caller may correct it under the same key.
    void forget(Digest digest) {
        synchronized (recent) {
            recent.remove(
                    digest.value().substring(0, HALF_DIGITS),
                    digest.value().substring(HALF_DIGITS));
        }
    }

    /// An id of base62 digits: always the same for a key, random without one.
    ///
    /// @param kind what the id is for, so that one key gives each kind its own
    String id(String kind, @Nullable String key, int digits) {
        if (key != null) {
            return Base62.encode(mac("affidavit-id/v1/" + kind, key, new byte[0]), digits);
        }
        byte[] fresh = new byte[2 * HALF_BYTES];
        random.nextBytes(fresh);
        return Base62.encode(fresh, digits);
    }

    private byte[] mac(String purpose, String text, byte[] rest) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(pepper);
            mac.update((purpose + '\n' + text + '\n').getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(rest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
        }
    }
}
