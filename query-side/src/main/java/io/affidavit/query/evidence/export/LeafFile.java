package io.affidavit.query.evidence.export;

import io.affidavit.schemas.evidence.Leaf;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The leaf hashes of the records that were written into a bundle, kept on disk until they are
/// proven: what is proven is what was written. For one thread.
final class LeafFile {

    private final Path file;

    /// @param file written anew
    LeafFile(Path file) {
        this.file = file;
    }

    /// Takes leaves one after another, 32 bytes each.
    OutputStream write() throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file));
    }

    /// Gives them back in their order.
    Reader read() throws IOException {
        return new Reader(new BufferedInputStream(Files.newInputStream(file)));
    }

    /// Gives leaves.
    static final class Reader implements Closeable {

        private final InputStream in;

        private Reader(InputStream in) {
            this.in = in;
        }

        /// The next one.
        byte[] next() {
            try {
                return in.readNBytes(Leaf.BYTES);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
