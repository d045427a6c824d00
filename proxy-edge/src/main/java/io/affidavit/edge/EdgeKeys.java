package io.affidavit.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/// The secret of the installation that the edge needs: what presented keys are digested with.
///
/// @param pepper 32 bytes
@SuppressWarnings("ArrayRecordComponent") // read once, handed to whoever digests
record EdgeKeys(byte[] pepper) {

    private static final int BYTES = 32;

    /// Reads `pepper` of a keys directory: 64 hex digits and perhaps a newline.
    static EdgeKeys read(Path directory) throws IOException {
        byte[] pepper =
                HexFormat.of().parseHex(Files.readString(directory.resolve("pepper")).strip());
        if (pepper.length != BYTES) {
            throw new IllegalArgumentException(
                    "pepper: " + pepper.length + " bytes (expected: " + BYTES + ")");
        }
        return new EdgeKeys(pepper);
    }

    @Override
    public String toString() {
        return "EdgeKeys[hidden]";
    }
}
