package io.affidavit.edge.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where a certificate and its key lie.
public sealed interface CertificateFiles permits PemFiles, Pkcs12File {

    /// A chain of certificates is some kilobytes long.
    int MAX_BYTES = 1024 * 1024;

    /// The files, in the order in which [#parse] takes their contents.
    List<Path> paths();

    /// The setting that names the file at an index of [#paths].
    String setting(int index);

    /// Makes an identity of the files' contents.
    ///
    /// @throws TlsException when they are not what they should be
    TlsIdentity parse(List<byte[]> contents);

    /// Reads all files.
    ///
    /// @throws TlsException when one cannot be read
    default List<byte[]> read() {
        byte[][] contents = new byte[paths().size()][];
        for (int i = 0; i < contents.length; i++) {
            Path path = paths().get(i);
            try (InputStream in = Files.newInputStream(path)) {
                contents[i] = in.readNBytes(MAX_BYTES + 1);
            } catch (IOException e) {
                throw new TlsException(setting(i), path, "a file this process can read", e);
            }
            if (contents[i].length > MAX_BYTES) {
                throw new TlsException(setting(i), path, "at most " + MAX_BYTES + " bytes");
            }
        }
        return List.of(contents);
    }
}
