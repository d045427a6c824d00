package io.affidavit.command.evidence;

import java.util.UUID;
import org.axonframework.common.IdentifierFactory;

/// Ids of messages: UUIDv7 (RFC 9562 §5.7). The 62 random bits come from a secure source, because
/// an event's id keeps the leaf hashes beside it unguessable for other tenants.
public final class UuidV7Identifiers extends IdentifierFactory {

    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    /// A fresh UUIDv7 of this moment.
    public static UUID next() {
        long random = Randomness.SYSTEM.bits();
        long sub = Randomness.SYSTEM.bits() & 0xfff;
        return new UUID(
                (System.currentTimeMillis() << 16) | VERSION | sub, VARIANT | (random >>> 2));
    }

    @Override
    public String generateIdentifier() {
        return next().toString();
    }
}
