package io.affidavit.query.evidence.tree;

import io.affidavit.schemas.evidence.Leaf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/// How published evidence may be kept by whoever stands in front of us. Hashes tell nothing of what
/// was hashed, so shared caches may serve them; records they may not.
final class Published {

    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);
    private static final int TAG_BYTES = 16;

    private Published() {}

    /// Text that the next checkpoint replaces.
    static ResponseEntity<String> changing(String text) {
        return text(text, CacheControl.noCache().cachePublic());
    }

    /// Text that stays as it is.
    static ResponseEntity<String> lasting(String text) {
        return text(text, CacheControl.maxAge(FOR_EVER).cachePublic().immutable());
    }

    /// Hashes, which stay as they are in their log. Which one is appended to can change.
    static ResponseEntity<byte[]> hashes(@Nullable Integer log, byte[] hashes) {
        return octets(hashes, kept(log).cachePublic());
    }

    /// Records, which stay as they are in their log, for the eyes of the one who asked.
    static ResponseEntity<byte[]> records(@Nullable Integer log, byte[] records) {
        return octets(records, kept(log).cachePrivate());
    }

    private static CacheControl kept(@Nullable Integer log) {
        return log == null ? CacheControl.noCache() : CacheControl.maxAge(FOR_EVER).immutable();
    }

    private static ResponseEntity<String> text(String text, CacheControl kept) {
        return ResponseEntity.ok()
                .cacheControl(kept)
                .eTag(tag(text.getBytes(StandardCharsets.UTF_8)))
                .contentType(TEXT)
                .body(text);
    }

    private static ResponseEntity<byte[]> octets(byte[] octets, CacheControl kept) {
        return ResponseEntity.ok()
                .cacheControl(kept)
                .eTag(tag(octets))
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(octets);
    }

    private static String tag(byte[] body) {
        byte[] digest = Leaf.newDigest().digest(body);
        return '"' + HexFormat.of().formatHex(Arrays.copyOf(digest, TAG_BYTES)) + '"';
    }
}
