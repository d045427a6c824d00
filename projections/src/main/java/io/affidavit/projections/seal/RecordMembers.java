package io.affidavit.projections.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// The members of a record that tie it to its place in the log, found from both ends without
/// parsing what lies between: a quote inside of a string is escaped, so no text can look like them.
///
/// One instance is used for record after record; offsets hold until the next one. For one thread.
final class RecordMembers {

    private static final byte[] AT = token("\"},\"at\":\"");
    private static final byte[] AT_END = token("\",\"by\":{");
    private static final byte[] LOG = token("\",\"log\":\"");
    private static final byte[] NODE = token("\",\"node\":{\"id\":\"");
    private static final byte[] ORG = token("\"},\"org\":{\"id\":\"");
    private static final byte[] NO_ORG = token("\"},\"org\":null");
    private static final byte[] PREV = token("\",\"prev\":\"");
    private static final byte[] SEQ = token("\",\"seq\":\"");
    private static final byte[] CLOSE = token("\"}");
    private static final byte[] PARTS = token(",\"parts\":[");
    private static final byte[] POS = token("],\"pos\":\"");
    private static final byte[] REV = token("\",\"rev\":\"");
    private static final byte[] TYPE = token("\",\"type\":\"");
    private static final byte[] VERSION = token("\",\"v\":\"1\"}");

    /// `YYYY-MM-DDThh:mm:ss.ffffffZ`.
    static final int TIME = 27;

    private static final int HEX = 64;
    private static final byte[] DIGITS = token("0123456789abcdef");
    private static final int MAX_DIGITS = 18;

    private byte[] record = new byte[0];
    private long position;
    private int timeFrom;
    private int typeFrom;
    private int previousFrom;
    private int originFrom;
    private int originTo;
    private int organizationFrom; // 0 for none
    private int organizationTo;
    private int organizationPreviousFrom;
    private long organizationSequence;

    /// Finds them.
    ///
    /// @return false if the bytes are not those of a record
    boolean read(byte[] bytes) {
        record = bytes;
        try {
            int parts = tail();
            int node = organization(parts);
            head(node);
            return true;
        } catch (UnlikeException e) {
            return false;
        }
    }

    /// Reads from the end to where the parts begin, which it returns.
    private int tail() throws UnlikeException {
        int version = before(VERSION, record.length);
        int type = last(TYPE, version);
        typeFrom = type + TYPE.length;
        int revision = last(REV, type);
        previousFrom = revision - HEX;
        int digitsTo = before(PREV, previousFrom);
        int digits = digits(digitsTo);
        position = number(digits, digitsTo);
        return last(PARTS, before(POS, digits));
    }

    /// Reads the organization, which ends where the parts begin; returns where it begins.
    private int organization(int end) throws UnlikeException {
        organizationFrom = 0;
        if (ends(NO_ORG, end)) {
            return end - NO_ORG.length;
        }
        int digitsTo = before(CLOSE, end);
        int digits = digits(digitsTo);
        organizationSequence = number(digits, digitsTo);
        organizationPreviousFrom = before(SEQ, digits) - HEX;
        organizationTo = before(PREV, organizationPreviousFrom);
        int begin = last(ORG, organizationTo);
        organizationFrom = begin + ORG.length;
        return begin;
    }

    private void head(int end) throws UnlikeException {
        originTo = last(NODE, end);
        originFrom = last(LOG, originTo) + LOG.length;
        int at = 0;
        while (record[at] != AT[0] || !starts(AT, at)) {
            if (++at >= originFrom) {
                throw new UnlikeException();
            }
        }
        timeFrom = at + AT.length;
        if (!starts(AT_END, timeFrom + TIME)) {
            throw new UnlikeException();
        }
    }

    /// Whether its type begins like this.
    boolean isOfType(byte[] beginning) {
        return is(beginning, typeFrom);
    }

    /// Its place in the log.
    long position() {
        return position;
    }

    /// Whether it names this hash as its predecessor's.
    boolean followsHash(byte[] hash) {
        return isHexOf(hash, previousFrom);
    }

    /// The hash that it names as its predecessor's.
    String previous() {
        return text(previousFrom, previousFrom + HEX);
    }

    /// Whether it was appended under this name of a log.
    boolean belongsTo(byte[] origin) {
        return originTo - originFrom == origin.length && is(origin, originFrom);
    }

    /// The name of the log that it was appended under.
    String origin() {
        return text(originFrom, originTo);
    }

    /// Whether its time is before another one; texts of times have one length and order.
    boolean isBefore(byte[] time) {
        return Arrays.compare(record, timeFrom, timeFrom + TIME, time, 0, TIME) < 0;
    }

    /// Copies its time.
    void time(byte[] into) {
        System.arraycopy(record, timeFrom, into, 0, TIME);
    }

    /// Its time as it stands there.
    String time() {
        return text(timeFrom, timeFrom + TIME);
    }

    /// Whether it belongs to an organization; only then it has a place in such a chain.
    boolean hasOrganization() {
        return organizationFrom > 0;
    }

    /// The organization as it is spelled.
    String organization() {
        return text(organizationFrom, organizationTo);
    }

    /// Its place in the organization's chain, from 0.
    long organizationSequence() {
        return organizationSequence;
    }

    /// Whether it names this hash as that of its predecessor in the chain.
    boolean followsInOrganization(byte[] hash) {
        return isHexOf(hash, organizationPreviousFrom);
    }

    /// Compares in place: a text made of each hash would be thrown away at once.
    private boolean isHexOf(byte[] hash, int from) {
        if (from < 0 || from + 2 * hash.length > record.length) {
            return false;
        }
        int differences = 0;
        for (int i = 0; i < hash.length; i++) {
            differences |= record[from + 2 * i] ^ DIGITS[hash[i] >> 4 & 0xf];
            differences |= record[from + 2 * i + 1] ^ DIGITS[hash[i] & 0xf];
        }
        return differences == 0;
    }

    private int last(byte[] token, int before) throws UnlikeException {
        for (int at = before - token.length; at >= 0; at--) {
            if (record[at] == token[0] && is(token, at)) {
                return at;
            }
        }
        throw new UnlikeException();
    }

    private int before(byte[] token, int end) throws UnlikeException {
        if (!ends(token, end)) {
            throw new UnlikeException();
        }
        return end - token.length;
    }

    private boolean ends(byte[] token, int end) {
        return end >= token.length && is(token, end - token.length);
    }

    private boolean starts(byte[] token, int from) {
        return is(token, from);
    }

    private boolean is(byte[] token, int from) {
        int to = from + token.length;
        return from >= 0
                && to <= record.length
                && Arrays.equals(record, from, to, token, 0, token.length);
    }

    private int digits(int to) throws UnlikeException {
        int from = to;
        while (from > 0 && record[from - 1] >= '0' && record[from - 1] <= '9') {
            from--;
        }
        if (from == to || to - from > MAX_DIGITS || (to - from > 1 && record[from] == '0')) {
            throw new UnlikeException();
        }
        return from;
    }

    private long number(int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + (record[i] - '0');
        }
        return number;
    }

    private String text(int from, int to) {
        return new String(record, from, to - from, US_ASCII);
    }

    private static byte[] token(String text) {
        return text.getBytes(US_ASCII);
    }

    /// The bytes are not those of a record.
    private static final class UnlikeException extends Exception {

        private static final long serialVersionUID = 1L;

        UnlikeException() {
            super("not a record", null, false, false);
        }
    }
}
