package io.affidavit.replay.bundle;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a file line by line, none of them kept, none of them longer than a bound.
final class Lines implements Closeable {

    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final String name;
    private final int most;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private long number;

    /// @param most bytes of the longest line
    Lines(InputStream in, String name, int most) {
        this.in = in;
        this.name = name;
        this.most = most;
    }

    /// The next line without its newline; null behind the last one.
    ///
    /// @throws MalformedBundle if it is longer than the bound, or the last one has no newline
    byte @Nullable [] next() throws IOException {
        byte[] line = new byte[0];
        while (true) {
            if (from == to && !fill()) {
                if (line.length > 0) {
                    throw bad("no newline");
                }
                return null;
            }
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            int had = line.length;
            if (had + end - from > most) {
                throw bad("more than " + most + " bytes");
            }
            line = Arrays.copyOf(line, had + end - from);
            System.arraycopy(buffer, from, line, had, end - from);
            boolean whole = end < to;
            from = whole ? end + 1 : end;
            if (whole) {
                number++;
                return line;
            }
        }
    }

    /// Number of the line that was read last, from 1.
    long number() {
        return number;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(in.read(buffer), 0);
        return to > 0;
    }

    private MalformedBundle bad(String found) {
        return new MalformedBundle(
                name + " line " + (number + 1), found, "lines of at most " + most + " bytes");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
