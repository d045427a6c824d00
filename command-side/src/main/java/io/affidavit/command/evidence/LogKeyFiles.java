package io.affidavit.command.evidence;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.VerifierKey;
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
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The private keys of one log on this node: the first of each use under its plain name, later ones
/// with their key id behind it. None is ever renamed or overwritten, so that a key that is on
/// record is in its file, whenever a process dies.
///
/// @param keys where they lie
/// @param origin the log that they sign
record LogKeyFiles(KeyDirectory keys, LogOrigin origin) {

    private static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /// The private key behind a public one, if its file is here: perhaps under the key id that it
    /// had in a log before this one.
    Optional<LogSigner> find(LogKeyUse use, VerifierKey key) {
        return Stream.concat(Stream.of(use.file(key), use.file()), later(use).stream())
                .flatMap(name -> read(use, name).stream())
                .filter(signer -> signer.key().equals(key))
                .findFirst();
    }

    /// A key that was made for this log and is not on record.
    Optional<LogSigner> prepared(LogKeyUse use, LogKeys known) {
        return later(use).stream()
                .flatMap(name ->
                        read(use, name)
                                .filter(signer -> use.file(signer.key()).equals(name))
                                .stream())
                .filter(signer ->
                        known.terms().stream().noneMatch(term -> term.key().equals(signer.key())))
                .findFirst();
    }

    /// Makes a key; its file is durable before this returns.
    LogSigner make(LogKeyUse use) {
        KeyPair pair = generate(use);
        LogSigner signer = LogSigner.of(origin, use, pair.getPrivate().getEncoded()).orElseThrow();
        String name = use.file(signer.key());
        write(name + ".pub", "PUBLIC KEY", pair.getPublic().getEncoded());
        write(name, "PRIVATE KEY", pair.getPrivate().getEncoded());
        force(keys.directory());
        return signer;
    }

    private Optional<LogSigner> read(LogKeyUse use, String name) {
        return Files.exists(keys.directory().resolve(name))
                ? LogSigner.of(origin, use, keys.pem(name))
                : Optional.empty();
    }

    private List<String> later(LogKeyUse use) {
        return keys.later(use, "");
    }

    private static KeyPair generate(LogKeyUse use) {
        try {
            return KeyPairGenerator.getInstance(
                            switch (use.algorithm()) {
                                case ED25519 -> "Ed25519";
                                case ML_DSA_44 -> "ML-DSA-44";
                            })
                    .generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("part of every JDK 25", e);
        }
    }

    private void write(String name, String label, byte[] der) {
        String text =
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(
                                label,
                                Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der),
                                label);
        try {
            Path fresh = Files.createTempFile(keys.directory(), "." + name, ".new", MODE);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, keys.directory().resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
