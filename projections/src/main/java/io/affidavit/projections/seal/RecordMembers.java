package io.affidavit.projections.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The members of a record that tie it to its place in the log, found from both ends without
/// parsing what lies between: a quote inside of a string is escaped, so no text can look like them.
///
/// One instance is used for record after record; offsets hold until the next one. For one thread.
final class RecordMembers {

    private static final RecordToken AT = RecordToken.of("\"},\"at\":\"");
    private static final RecordToken AT_END = RecordToken.of("\",\"by\":{");
    private static final RecordToken LOG = RecordToken.of("\",\"log\":\"");
    private static final RecordToken NODE = RecordToken.of("\",\"node\":{\"id\":\"");
    private static final RecordToken ORG = RecordToken.of("\"},\"org\":{\"id\":\"");
    private static final RecordToken NO_ORG = RecordToken.of("\"},\"org\":null");
    private static final RecordToken PREV = RecordToken.of("\",\"prev\":\"");
    private static final RecordToken SEQ = RecordToken.of("\",\"seq\":\"");
    private static final RecordToken CLOSE = RecordToken.of("\"}");
    private static final RecordToken PARTS = RecordToken.of(",\"parts\":[");
    private static final RecordToken POS = RecordToken.of("],\"pos\":\"");
    private static final RecordToken REV = RecordToken.of("\",\"rev\":\"");
    private static final RecordToken TYPE = RecordToken.of("\",\"type\":\"");
    private static final RecordToken VERSION = RecordToken.of("\",\"v\":\"1\"}");

    /// `YYYY-MM-DDThh:mm:ss.ffffffZ`.
    static final int TIME = 27;

    private static final int HEX = 64;
    private static final VarHandle PAIR =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    /// Both hexadecimal digits of each byte.
    private static final short[] PAIRS = pairs();

    private static final int MAX_DIGITS = 18;

    private byte[] record = new byte[0];
    private int begin;
    private int end;
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

    /// Finds them in the bytes from `from` (inclusive) to `to` (exclusive) of an array.
    ///
    /// @return false if the bytes are not those of a record
    boolean read(byte[] array, int from, int to) {
        record = array;
        begin = from;
        end = to;
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
        int version = before(VERSION, end);
        int type = last(TYPE, version);
        typeFrom = type + TYPE.length();
        int revision = last(REV, type);
        previousFrom = revision - HEX;
        int digitsTo = before(PREV, previousFrom);
        int digits = digits(digitsTo);
        position = number(digits, digitsTo);
        return last(PARTS, before(POS, digits));
    }

    /// Reads the organization, which ends where the parts begin; returns where it begins.
    private int organization(int parts) throws UnlikeException {
        organizationFrom = 0;
        if (ends(NO_ORG, parts)) {
            return parts - NO_ORG.length();
        }
        int digitsTo = before(CLOSE, parts);
        int digits = digits(digitsTo);
        organizationSequence = number(digits, digitsTo);
        organizationPreviousFrom = before(SEQ, digits) - HEX;
        organizationTo = before(PREV, organizationPreviousFrom);
        int member = last(ORG, organizationTo);
        organizationFrom = member + ORG.length();
        return member;
    }

    private void head(int organization) throws UnlikeException {
        originTo = last(NODE, organization);
        originFrom = last(LOG, originTo) + LOG.length();
        int at = begin;
        while (!AT.mayBegin(record, at) || !is(AT.bytes(), at)) {
            if (++at >= originFrom) {
                throw new UnlikeException();
            }
        }
        timeFrom = at + AT.length();
        if (!is(AT_END.bytes(), timeFrom + TIME)) {
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

    /// Whether it belongs to the organization that is spelled like this.
    boolean isOf(byte[] organization) {
        return organizationTo - organizationFrom == organization.length
                && is(organization, organizationFrom);
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
        if (from < begin || from + 2 * hash.length > end) {
            return false;
        }
        int differences = 0;
        for (int i = 0; i < hash.length; i++) {
            differences |= (short) PAIR.get(record, from + 2 * i) ^ PAIRS[hash[i] & 0xff];
        }
        return differences == 0;
    }

    private int last(RecordToken token, int before) throws UnlikeException {
        for (int at = before - token.length(); at >= begin; at--) {
            if (token.mayBegin(record, at) && is(token.bytes(), at)) {
                return at;
            }
        }
        throw new UnlikeException();
    }

    private int before(RecordToken token, int to) throws UnlikeException {
        if (!ends(token, to)) {
            throw new UnlikeException();
        }
        return to - token.length();
    }

    private boolean ends(RecordToken token, int to) {
        return is(token.bytes(), to - token.length());
    }

    private boolean is(byte[] token, int from) {
        int to = from + token.length;
        return from >= begin
                && to <= end
                && Arrays.equals(record, from, to, token, 0, token.length);
    }

    private int digits(int to) throws UnlikeException {
        int from = to;
        while (from > begin && record[from - 1] >= '0' && record[from - 1] <= '9') {
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

    private static short[] pairs() {
        short[] pairs = new short[256];
        for (int value = 0; value < pairs.length; value++) {
            pairs[value] = (short) PAIR.get("%02x".formatted(value).getBytes(US_ASCII), 0);
        }
        return pairs;
    }

    /// The bytes are not those of a record.
    private static final class UnlikeException extends Exception {

        private static final long serialVersionUID = 1L;

        UnlikeException() {
            super("not a record", null, false, false);
        }
    }
}
