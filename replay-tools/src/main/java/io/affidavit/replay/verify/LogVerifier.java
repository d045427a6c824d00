package io.affidavit.replay.verify;

import io.affidavit.schemas.evidence.FormException;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.TreeHash;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Takes the records of one log in the order of their positions and reports whatever is not as
/// `evidence/v1` demands. It goes on after a failure, as if the failing record were right, so that
/// one flaw is named where it lies and not again at every record behind it. For one thread.
public final class LogVerifier {

    private static final String FIRST_TYPE = "log.opened";

    private final Failures failures;
    private final TreeWatch watch;
    private final MessageDigest digest = Leaf.newDigest();
    private final TreeHash tree = new TreeHash();
    private final RecordScanner scanner = new RecordScanner();
    private final AggregateIds aggregates = new AggregateIds();
    private final Stories stories;
    private final OrganizationChains organizations;
    private final NodeCounters nodes;
    private final ColumnCheck columns;
    private final PartCheck parts;

    private long next;
    private boolean whole = true;
    private byte @Nullable [] previous;
    private @Nullable Slice origin;
    private @Nullable Slice at;

    /// @param failures gets what is wrong, in the order of positions
    public LogVerifier(Failures failures) {
        this(failures, TreeWatch.NONE);
    }

    /// @param failures gets what is wrong, in the order of positions
    /// @param watch looks on as long as no record is missing
    public LogVerifier(Failures failures, TreeWatch watch) {
        this(failures, watch, new Stories(failures));
    }

    /// @param failures gets what is wrong, in the order of positions
    /// @param watch looks on as long as no record is missing
    /// @param stories as the logs before it left them: they go on over all logs of a house
    public LogVerifier(Failures failures, TreeWatch watch, Stories stories) {
        this.failures = failures;
        this.watch = watch;
        this.stories = stories;
        this.organizations = new OrganizationChains(failures);
        this.nodes = new NodeCounters(failures);
        this.columns = new ColumnCheck(failures);
        this.parts = new PartCheck(failures);
    }

    /// Takes the next record.
    public void accept(StoredRecord stored) {
        if (stored.position() > next) {
            absentUpTo(stored.position());
        } else if (stored.position() < next) {
            failures.add(
                    Check.INCLUSION,
                    "record " + stored.position(),
                    "after record " + (next - 1),
                    "each position once, ascending");
        }
        byte[] leaf = Leaf.leaf(digest, stored.bytes());
        tree.add(leaf);
        if (whole) {
            watch.grew(leaf, tree);
        }
        checkLeafColumn(stored, leaf);
        try {
            check(stored, scanner.scan(stored.bytes()), leaf);
        } catch (ScanException e) {
            malformed(stored.position(), e.found(), e.expected());
        } catch (FormException e) {
            malformed(stored.position(), found(e), "the canonical form of a record");
        }
        previous = leaf;
        next = stored.position() + 1;
    }

    /// Tells where the log must end.
    ///
    /// @param size positions below it must all have come
    public VerifiedLog finish(long size) {
        if (next < size) {
            absentUpTo(size);
        }
        return new VerifiedLog(
                origin == null ? null : origin.toString(),
                next,
                whole,
                tree.root(),
                previous,
                at == null ? null : at.toString(),
                organizations.ends(),
                parts.checked(),
                stories.openCalls());
    }

    private void absentUpTo(long position) {
        failures.add(Check.INCOMPLETE, range(next, position - 1), "absent", "present");
        whole = false;
        previous = null;
        next = position;
    }

    private void checkLeafColumn(StoredRecord stored, byte[] leaf) {
        RecordColumns row = stored.columns();
        if (row != null && !Arrays.equals(row.leaf(), leaf)) {
            failures.add(
                    Check.INCLUSION,
                    "record " + stored.position() + " column leaf",
                    hex(row.leaf()),
                    hex(leaf));
        }
    }

    private void check(StoredRecord stored, ScannedRecord record, byte[] leaf)
            throws ScanException {
        long position = stored.position();
        UUID aggregate = aggregates.of(record.aggregate());
        if (record.position() != position) {
            failures.add(
                    Check.INCLUSION,
                    "record " + position + " pos",
                    Long.toString(record.position()),
                    Long.toString(position));
        }
        checkOrigin(position, record);
        checkCall(position, record);
        checkPrevious(position, record);
        checkTime(position, record);
        if (stored.columns() != null) {
            columns.check(position, record, aggregate, stored.columns());
        }
        organizations.follow(position, record, leaf);
        stories.follow(position, record, aggregate);
        nodes.follow(position, record);
        parts.check(position, record, stored.parts());
    }

    private void checkOrigin(long position, ScannedRecord record) {
        Slice known = origin;
        if (known == null) {
            origin = record.origin().detached();
        } else if (!record.origin().equals(known)) {
            failures.add(
                    Check.RECORD_FORM,
                    "record " + position + " log",
                    record.origin().toString(),
                    known.toString());
        }
        if (position == 0 && !record.type().toString().equals(FIRST_TYPE)) {
            failures.add(Check.RECORD_FORM, "record 0 type", record.type().toString(), FIRST_TYPE);
        }
    }

    /// A call's own records carry its id where bundles look for it.
    private void checkCall(long position, ScannedRecord record) {
        ScannedRecord.Aggregate aggregate = record.aggregate();
        if (aggregate.type().equals(AggregateIds.CALL) && !aggregate.id().equals(record.call())) {
            failures.add(
                    Check.RECORD_FORM,
                    "record " + position + " call",
                    String.valueOf(record.call()),
                    aggregate.id().toString());
        }
    }

    private void checkPrevious(long position, ScannedRecord record) {
        byte[] expected =
                position == 0 ? Leaf.genesis(new LogOrigin(record.origin().toString())) : previous;
        if (expected != null && !record.previous().isHexOf(expected)) {
            String before = position == 0 ? "genesis" : "leaf of record " + (position - 1);
            failures.add(
                    Check.CHAIN,
                    "record " + position + " prev",
                    record.previous().toString(),
                    hex(expected) + " (" + before + ")");
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

    private void malformed(long position, String found, String expected) {
        failures.add(Check.RECORD_FORM, "record " + position, found, expected);
    }

    private static String found(FormException e) {
        String rule = e.rule().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return rule + " at offset " + e.offset();
    }

    private static String range(long from, long to) {
        return from == to ? "record " + from : "records " + from + " to " + to;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
