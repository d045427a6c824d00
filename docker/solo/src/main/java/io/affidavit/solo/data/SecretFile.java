package io.affidavit.solo.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.affidavit.schemas.access.OperatorTokenFormat;
import io.affidavit.schemas.value.Base62;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/// Files that only their owner may read (mode 0600), written whole and durably or not at all.
public final class SecretFile {

    static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = OperatorTokenFormat.SECRET_BYTES;
    private static final int OPERATOR_ID_DIGITS = 12;

    private SecretFile() {}

    /// Reads a one-line secret, without its newline.
    public static String read(Path file) {
        try {
            return Files.readString(file, US_ASCII).strip();
        } catch (IOException e) {
            throw new StartRefused(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /// Reads a one-line secret, making a random one of 256 bits (43 base64url characters) first
    /// where there is no such file.
    public static String readOrCreate(Path file) {
        if (!Files.exists(file)) {
            write(file, randomText() + "\n");
        }
        return read(file);
    }

    /// The same for the operator's token, whose form tells it from every other credential.
    public static void createOperatorToken(Path file) {
        if (!Files.exists(file)) {
            String id = Base62.encode(randomBytes(), OPERATOR_ID_DIGITS);
            write(file, OperatorTokenFormat.compose(id, randomBytes()) + "\n");
        }
    }

    /// Writes `text` so that, whatever happens, the file is either absent, old or complete.
    public static void write(Path file, String text) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            Path fresh = Files.createTempFile(parent, "." + file.getFileName(), ".new", MODE);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// 256 random bits as 43 base64url characters.
    public static String randomText() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes());
    }

    static byte[] randomBytes() {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return secret;
    }
}
