package io.affidavit.command.evidence;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/// Secure random bytes, drawn from the system in large pieces: ids, salts and nonces are needed by
/// the dozen per call. Bytes are wiped as they are handed out.
public final class Randomness {

    private static final int PIECE = 4_096;

    /// The process' source.
    public static final Randomness SYSTEM = new Randomness(new SecureRandom());

    private final SecureRandom source;
    private final ReentrantLock lock = new ReentrantLock();
    private final byte[] piece = new byte[PIECE];
    private int used = PIECE;

    Randomness(SecureRandom source) {
        this.source = source;
    }

    /// This many fresh bytes.
    public byte[] bytes(int count) {
        if (count > PIECE) {
            throw new IllegalArgumentException("bytes: " + count + " (expected: <= " + PIECE + ")");
        }
        lock.lock();
        try {
            if (PIECE - used < count) {
                source.nextBytes(piece);
                used = 0;
            }
            byte[] fresh = Arrays.copyOfRange(piece, used, used + count);
            Arrays.fill(piece, used, used + count, (byte) 0);
            used += count;
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    /// 64 fresh bits.
    public long bits() {
        byte[] bytes = bytes(Long.BYTES);
        long bits = 0;
        for (byte one : bytes) {
            bits = (bits << 8) | (one & 0xff);
        }
        return bits;
    }
}
