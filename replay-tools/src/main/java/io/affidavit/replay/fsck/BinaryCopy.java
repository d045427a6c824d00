package io.affidavit.replay.fsck;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// Rows of a `COPY … TO STDOUT (FORMAT binary)`, field after field in the order of the query.
///
/// It reads the format of the PostgreSQL manual ("COPY", section "Binary Format") and relies on no
/// relation between rows and messages. While one is open, its connection can do nothing else.
final class BinaryCopy implements AutoCloseable {

    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
    };
    private static final int ABSENT = -1;

    private final CopyOut copy;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private boolean ended;

    private BinaryCopy(CopyOut copy) {
        this.copy = copy;
    }

    /// @param query what to copy: a table or a query in parentheses
    static BinaryCopy open(Connection connection, String query) throws SQLException, IOException {
        String sql = "copy " + query + " to stdout (format binary)";
        BinaryCopy rows =
                new BinaryCopy(connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql));
        rows.passHeader();
        return rows;
    }

    /// Moves to the next row; false behind the last one.
    boolean next() throws SQLException, IOException {
        if (ended) {
            return false;
        }
        need(Short.BYTES);
        if (buffer.getShort() == ABSENT) {
            ended = true;
            finish();
        }
        return !ended;
    }

    long int64() throws SQLException, IOException {
        present(Long.BYTES);
        return buffer.getLong();
    }

    int int32() throws SQLException, IOException {
        present(Integer.BYTES);
        return buffer.getInt();
    }

    UUID uuid() throws SQLException, IOException {
        present(2 * Long.BYTES);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    byte[] bytes() throws SQLException, IOException {
        byte[] field = bytesOrNull();
        if (field == null) {
            throw new IOException("copy: null (expected: a value)");
        }
        return field;
    }

    byte @Nullable [] bytesOrNull() throws SQLException, IOException {
        need(Integer.BYTES);
        int length = buffer.getInt();
        if (length == ABSENT) {
            return null;
        }
        need(length);
        byte[] field = new byte[length];
        buffer.get(field);
        return field;
    }

    private void present(int width) throws SQLException, IOException {
        need(Integer.BYTES + width);
        int length = buffer.getInt();
        if (length != width) {
            throw new IOException("copy: field of " + length + " (expected: " + width + ")");
        }
    }

    private void passHeader() throws SQLException, IOException {
        need(SIGNATURE.length + 2 * Integer.BYTES);
        byte[] signature = new byte[SIGNATURE.length];
        buffer.get(signature);
        int flags = buffer.getInt();
        int extension = buffer.getInt();
        if (!Arrays.equals(signature, SIGNATURE) || flags != 0 || extension != 0) {
            throw new IOException("copy: unknown header (expected: binary format)");
        }
    }

    /// Makes at least so many bytes available. A message mostly is a row, so that nothing is moved.
    private void need(int length) throws SQLException, IOException {
        while (buffer.remaining() < length) {
            byte[] message = copy.readFromCopy();
            if (message == null) {
                throw new EOFException("copy: the server stopped in the middle of a row");
            }
            if (buffer.hasRemaining()) {
                buffer = joined(buffer, message);
            } else {
                buffer = ByteBuffer.wrap(message);
            }
        }
    }

    private static ByteBuffer joined(ByteBuffer rest, byte[] message) {
        ByteBuffer joined = ByteBuffer.allocate(rest.remaining() + message.length);
        return joined.put(rest).put(message).flip();
    }

    /// Takes the end of the copy off the wire, so that the connection is free again.
    private void finish() throws SQLException, IOException {
        if (copy.readFromCopy() != null) {
            throw new IOException("copy: bytes behind the last row");
        }
    }

    /// Ends the copy also when rows are left.
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
