package io.affidavit.replay.verify;

import io.affidavit.schemas.evidence.FormException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes some records of a log, in the order of their positions, and the hashes of others that are
/// kept back, and reports what is not as the format and the selection's own claim demand. Whether
/// the log holds them is proven elsewhere. For one thread.
public final class SelectionVerifier {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final Pattern POSITION = Pattern.compile("\"pos\":\"(0|[1-9][0-9]{0,17})\",");

    private final Failures failures;
    private final String origin;
    private final @Nullable String organization;
    private final RecordScanner scanner = new RecordScanner();
    private final KeptBack keptBack = new KeptBack();
    private final ClaimedStories stories;
    private final ClaimedChain chain;

    private long previousPosition = Shown.NOWHERE;
    private byte[] previousLeaf = new byte[0];
    private @Nullable Slice at;

    /// @param origin the log they are said to be of
    /// @param claim what they are said to be the whole of
    /// @param failures gets what is wrong
    public SelectionVerifier(String origin, Claim claim, Failures failures) {
        this.origin = origin;
        this.organization = claim.organization();
        this.failures = failures;
        this.stories = new ClaimedStories(claim, keptBack, failures);
        this.chain = new ClaimedChain(claim, failures);
    }

    /// Reads a line, and nothing of what went before it.
    ///
    /// @param number of the line, from 1
    public Shown read(long number, byte[] line) {
        byte[] bytes = withoutMarks(number, line);
        try {
            ScannedRecord record = scanner.scan(bytes);
            return new Shown(record.position(), bytes, record);
        } catch (ScanException e) {
            malformed(number, e.found(), e.expected());
        } catch (FormException e) {
            String rule = e.rule().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            malformed(number, rule + " at offset " + e.offset(), "the canonical form of a record");
        }
        return new Shown(roughPosition(bytes), bytes, null);
    }

    /// Takes the next record.
    public void follow(Shown shown) {
        ScannedRecord record = shown.record();
        if (record != null) {
            long position = shown.position();
            checkPlace(position, record);
            if (position == previousPosition + 1 && previousPosition != Shown.NOWHERE) {
                checkPrevious(position, record);
            }
            checkTime(position, record);
            chain.follow(position, record, shown.leaf(), keptBack.count());
            stories.follow(position, record);
        }
        moveTo(shown.position(), shown.leaf());
    }

    /// Takes a hash that stands for a record.
    public void withheld(long position, byte[] leaf) {
        if (!keptBack.add(position)) {
            failures.add(
                    Check.MALFORMED,
                    "withheld record " + position,
                    "more than " + KeptBack.MAX + " of them",
                    "fewer");
        }
        moveTo(position, leaf);
    }

    /// Tells that no more comes.
    ///
    /// @return how many calls are open as they are said to be
    public long finish() {
        return stories.finish();
    }

    private void moveTo(long position, byte[] leaf) {
        if (position != Shown.NOWHERE && position <= previousPosition) {
            failures.add(
                    Check.INCLUSION,
                    "record " + position,
                    "after record " + previousPosition,
                    "each position once, ascending");
        }
        previousPosition = position;
        previousLeaf = leaf;
    }

    private byte[] withoutMarks(long number, byte[] line) {
        int from = 0;
        int to = line.length;
        if (line.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, 3)) {
            malformed(number, "a byte order mark", "a record and a newline");
            from = BYTE_ORDER_MARK.length;
        }
        if (to > from && line[to - 1] == '\r') {
            malformed(number, "a carriage return", "a record and a newline");
            to--;
        }
        return from == 0 && to == line.length ? line : Arrays.copyOfRange(line, from, to);
    }

    /// Where a record that is not in its form says that it stands, so that one flaw is not reported
    /// as two.
    private static long roughPosition(byte[] bytes) {
        Matcher position = POSITION.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        long last = Shown.NOWHERE;
        while (position.find()) {
            last = Long.parseLong(position.group(1));
        }
        return last;
    }

    private void checkPlace(long position, ScannedRecord record) {
        if (!record.origin().toString().equals(origin)) {
            form(position, "log", record.origin().toString(), origin);
        }
        ScannedRecord.Organization of = record.organization();
        if (of != null && !of.id().toString().equals(organization)) {
            form(position, "org", of.id().toString(), String.valueOf(organization));
        }
        ScannedRecord.Aggregate aggregate = record.aggregate();
        if (aggregate.type().equals(AggregateIds.CALL) && !aggregate.id().equals(record.call())) {
            form(position, "call", String.valueOf(record.call()), aggregate.id().toString());
        }
    }

    private void checkPrevious(long position, ScannedRecord record) {
        if (!record.previous().isHexOf(previousLeaf)) {
            failures.add(
                    Check.CHAIN,
                    "record " + position + " prev",
                    record.previous().toString(),
                    HexFormat.of().formatHex(previousLeaf)
                            + " (leaf of record "
                            + previousPosition
                            + ")");
        }
    }

    private void checkTime(long position, ScannedRecord record) {
        Slice before = at;
        if (before != null && record.at().isBefore(before)) {
            failures.add(
                    Check.TIME_ORDER,
                    "record " + position + " at",
                    record.at().toString(),
                    before + " or later");
        }
        at = record.at();
    }

    private void form(long position, String member, String found, String expected) {
        failures.add(Check.RECORD_FORM, "record " + position + ' ' + member, found, expected);
    }

    private void malformed(long number, String found, String expected) {
        failures.add(Check.RECORD_FORM, "events.jsonl line " + number, found, expected);
    }
}
