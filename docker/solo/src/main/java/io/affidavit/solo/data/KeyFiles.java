package io.affidavit.solo.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The keys of an installation, each in a file of its own.
///
/// | file | holds |
/// | --- | --- |
/// | `log.ed25519`, `log.mldsa44`, `receipt.ed25519` | private key, PKCS#8 PEM |
/// | the same with `.pub` | public key, SubjectPublicKeyInfo PEM; made with the private one |
/// | the same with a key id behind the name | the pair that took over from it |
/// | `pepper`, `kek` | 256 random bits, hex |
///
/// @param directory where they lie; with an external database each node needs a copy
public record KeyFiles(Path directory) {

    private static final List<String> SIGNING =
            List.of("log.ed25519", "log.mldsa44", "receipt.ed25519");
    private static final List<String> SYMMETRIC = List.of("pepper", "kek");

    /// The files that should be there and are not.
    public List<Path> missing() {
        return Stream.concat(
                        SIGNING.stream().flatMap(name -> Stream.of(name, name + ".pub")),
                        SYMMETRIC.stream())
                .filter(name -> !isThere(name))
                .map(directory::resolve)
                .toList();
    }

    /// A key of the log that was retired may have been destroyed: whether those that are here are
    /// the ones that sign now is found out when the log is opened.
    private boolean isThere(String name) {
        if (Files.exists(directory.resolve(name))) {
            return true;
        }
        String file = name.replaceFirst("\\.pub$", "");
        String later = file + "." + "[0-9a-f]".repeat(8) + name.substring(file.length());
        if (!SIGNING.contains(file) || !Files.isDirectory(directory)) {
            return false;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, later)) {
            return files.iterator().hasNext();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Refuses to go on without a key that the log was written with.
    ///
    /// @throws StartRefused naming the files that are gone
    public void requireAll() {
        List<Path> missing = missing();
        if (!missing.isEmpty()) {
            throw new StartRefused(
                    "missing, but the log was written with it: "
                            + missing.stream()
                                    .map(Path::toString)
                                    .collect(Collectors.joining(", ")));
        }
    }

    /// Makes every key that is missing. Only for an installation whose log is empty: a log that was
    /// written under other keys would become unverifiable without anybody noticing.
    public void createMissing() {
        try {
            DataDirectory.makePrivate(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String name : SIGNING) {
            if (!Files.exists(directory.resolve(name))
                    || !Files.exists(directory.resolve(name + ".pub"))) {
                createPair(name);
            }
        }
        for (String name : SYMMETRIC) {
            if (!Files.exists(directory.resolve(name))) {
                String hex = HexFormat.of().formatHex(SecretFile.randomBytes());
                SecretFile.write(directory.resolve(name), hex + "\n");
            }
        }
    }

    private void createPair(String name) {
        KeyPair pair = generate(name.endsWith(".mldsa44") ? "ML-DSA-44" : "Ed25519");
        SecretFile.write(
                directory.resolve(name + ".pub"), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        SecretFile.write(
                directory.resolve(name), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    private static KeyPair generate(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is part of every JDK 25", e);
        }
    }

    static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
