package io.affidavit.schemas.evidence;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// The one spelling of time in a record: `YYYY-MM-DDThh:mm:ss.ffffffZ`, UTC, microseconds.
public final class RecordTime {

    static final int LENGTH = 27;

    private static final long LAST_SECOND = 253_402_300_799L; // 9999-12-31T23:59:59Z
    private static final int SECONDS_PER_DAY = 86_400;
    private static final String SHAPE = "0000-00-00T00:00:00.000000Z";

    private RecordTime() {}

    /// The time as records spell it; finer than microseconds is cut off.
    public static String format(Instant at) {
        byte[] text = new byte[LENGTH];
        write(at, text, 0);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /// Reads what [#format] wrote.
    ///
    /// @throws IllegalArgumentException if the text is anything else
    public static Instant parse(String text) {
        try {
            if (hasShape(text)) {
                return LocalDateTime.of(
                                number(text, 0, 4),
                                number(text, 5, 7),
                                number(text, 8, 10),
                                number(text, 11, 13),
                                number(text, 14, 16),
                                number(text, 17, 19),
                                number(text, 20, 26) * 1_000)
                        .toInstant(ZoneOffset.UTC);
            }
        } catch (DateTimeException e) {
            throw malformed(text, e);
        }
        throw malformed(text, null);
    }

    /// Writes the 27 characters and returns the index behind them.
    static int write(Instant at, byte[] target, int from) {
        long seconds = at.getEpochSecond();
        if (seconds < 0 || seconds > LAST_SECOND) {
            throw new IllegalArgumentException("at: " + at + " (expected: 1970 to 9999)");
        }
        int to = writeDate(seconds / SECONDS_PER_DAY, target, from);
        int second = (int) (seconds % SECONDS_PER_DAY);
        target[to++] = 'T';
        to = AsciiDigits.decimal(second / 3_600, 2, target, to);
        target[to++] = ':';
        to = AsciiDigits.decimal(second / 60 % 60, 2, target, to);
        target[to++] = ':';
        to = AsciiDigits.decimal(second % 60, 2, target, to);
        target[to++] = '.';
        to = AsciiDigits.decimal(at.getNano() / 1_000, 6, target, to);
        target[to++] = 'Z';
        return to;
    }

    /// Civil date of a day count: years are counted from March, so that the leap day comes last.
    private static int writeDate(long epochDay, byte[] target, int from) {
        long shifted = epochDay + 719_468; // days since 0000-03-01
        long era = shifted / 146_097; // 400 years each
        long dayOfEra = shifted % 146_097;
        long yearOfEra =
                (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long marchMonth = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
        long month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        long year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
        int to = AsciiDigits.decimal(year, 4, target, from);
        target[to++] = '-';
        to = AsciiDigits.decimal(month, 2, target, to);
        target[to++] = '-';
        return AsciiDigits.decimal(day, 2, target, to);
    }

    private static boolean hasShape(String text) {
        boolean good = text.length() == LENGTH;
        for (int i = 0; good && i < LENGTH; i++) {
            char shape = SHAPE.charAt(i);
            char c = text.charAt(i);
            good = shape == '0' ? c >= '0' && c <= '9' : c == shape;
        }
        return good;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static IllegalArgumentException malformed(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException("at: " + text + " (expected: " + SHAPE + ")", cause);
    }
}
