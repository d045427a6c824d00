package io.affidavit.edge.server;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/// Makes UUIDv7 (RFC 9562 §5.7) with 62 bits from a secure source. Belongs to one event loop: the
/// bits come in blocks, and a block is not shared.
final class RequestIds {

    private static final int BLOCK_BYTES = 1000;

    private final Clock clock;
    private final SecureRandom random;
    private final byte[] block = new byte[BLOCK_BYTES];
    private int used = BLOCK_BYTES;

    RequestIds(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    UUID next() {
        if (used == BLOCK_BYTES) {
            random.nextBytes(block);
            used = 0;
        }
        long bits = 0;
        long sequence = 0;
        for (int i = 0; i < 8; i++) {
            bits = (bits << 8) | (block[used++] & 0xff);
        }
        for (int i = 0; i < 2; i++) {
            sequence = (sequence << 8) | (block[used++] & 0xff);
        }
        return new UUID(
                (clock.millis() << 16) | 0x7000 | (sequence & 0x0fff),
                (bits & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
    }
}
