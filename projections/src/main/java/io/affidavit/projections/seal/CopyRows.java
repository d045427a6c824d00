package io.affidavit.projections.seal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// Rows of a `COPY … TO STDOUT (FORMAT binary)` as the PostgreSQL manual describes it ("COPY",
/// "Binary Format"). While it is open its connection can do nothing else.
final class CopyRows implements AutoCloseable {

    private static final int HEADER = 19;
    private static final int END = -1;

    private final CopyOut copy;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private boolean ended;

    private CopyRows(CopyOut copy) {
        this.copy = copy;
    }

    /// @param query without a value from outside in it
    static CopyRows open(Connection connection, String query) throws SQLException, IOException {
        CopyOut copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("copy (" + query + ") to stdout (format binary)");
        CopyRows rows = new CopyRows(copy);
        rows.need(HEADER);
        rows.buffer.position(rows.buffer.position() + HEADER);
        return rows;
    }

    /// Moves to the next row; false behind the last one.
    boolean next() throws SQLException, IOException {
        if (!ended) {
            need(Short.BYTES);
            ended = buffer.getShort() == END;
            if (ended && copy.readFromCopy() != null) {
                throw new IOException("copy: bytes behind the last row");
            }
        }
        return !ended;
    }

    long int64() throws SQLException, IOException {
        need(Integer.BYTES + Long.BYTES);
        if (buffer.getInt() != Long.BYTES) {
            throw new IOException("copy: (expected: a bigint)");
        }
        return buffer.getLong();
    }

    byte[] bytes() throws SQLException, IOException {
        byte[] field = new byte[length()];
        buffer.get(field);
        return field;
    }

    /// A value where it was received: from the position of this buffer to its limit. Nothing else
    /// is ever written there.
    ByteBuffer inPlace() throws SQLException, IOException {
        int length = length();
        ByteBuffer field = buffer.duplicate().limit(buffer.position() + length);
        buffer.position(field.limit());
        return field;
    }

    /// Length of the next value, all of which is available.
    private int length() throws SQLException, IOException {
        need(Integer.BYTES);
        int length = buffer.getInt();
        if (length < 0) {
            throw new IOException("copy: null (expected: a value)");
        }
        need(length);
        return length;
    }

    /// Makes so many bytes available. A message mostly is a row, so that nothing is moved.
    private void need(int length) throws SQLException, IOException {
        while (buffer.remaining() < length) {
            byte[] message = copy.readFromCopy();
            if (message == null) {
                throw new EOFException("copy: the server stopped in the middle of a row");
            }
            buffer =
                    buffer.hasRemaining()
                            ? ByteBuffer.allocate(buffer.remaining() + message.length)
                                    .put(buffer)
                                    .put(message)
                                    .flip()
                            : ByteBuffer.wrap(message);
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
