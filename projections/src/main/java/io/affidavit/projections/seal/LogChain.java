package io.affidavit.projections.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogOrigin;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;

/// Follows a log record by record: each must name the one before it, its place, its log and its
/// place in its organization's chain, and hash to the leaf that is stored beside it. For one
/// thread.
final class LogChain {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] ABOUT_KEYS = "log.key_".getBytes(US_ASCII);

    private final RecordMembers members = new RecordMembers();
    private final byte[] origin;
    private final OrganizationEnds organizations;
    private final byte[] time = "0000-00-00T00:00:00.000000Z".getBytes(US_ASCII);
    private long next;
    private byte[] last;

    /// The chain of an empty log.
    ///
    /// @param organizations ends of the organizations' chains
    LogChain(LogOrigin origin, OrganizationEnds organizations) {
        this.origin = origin.value().getBytes(US_ASCII);
        this.organizations = organizations;
        this.last = Leaf.genesis(origin);
    }

    /// Goes on behind a record that a verified tree contains.
    void resumeBehind(long position, byte[] record) throws BrokenLogException {
        read(position, record, 0, record.length);
        members.time(time);
        last = Leaf.leaf(record);
        next = position + 1;
    }

    /// Checks the next record.
    void accept(RecordRow row) throws BrokenLogException, SQLException {
        long position = row.position();
        if (position != next) {
            throw broken(Kind.MISSING, next, "record " + position, "record " + next);
        }
        byte[] leaf = row.leaf();
        if (!Arrays.equals(leaf, row.stored())) {
            throw broken(Kind.LEAF, position, HEX.formatHex(row.stored()), HEX.formatHex(leaf));
        }
        read(position, row.array(), row.from(), row.to());
        if (!members.followsHash(last)) {
            throw broken(Kind.CHAIN, position, members.previous(), HEX.formatHex(last));
        }
        if (members.isBefore(time)) {
            throw broken(
                    Kind.CHAIN,
                    position,
                    members.time(),
                    "not before " + new String(time, US_ASCII));
        }
        members.time(time);
        if (members.hasOrganization()) {
            organizations.follow(position, members, leaf);
        }
        last = leaf;
        next = position + 1;
    }

    private void read(long position, byte[] array, int from, int to) throws BrokenLogException {
        if (!members.read(array, from, to)) {
            throw broken(Kind.RECORD_FORM, position, to - from + " bytes", "a record of the log");
        }
        if (!members.belongsTo(origin)) {
            throw broken(
                    Kind.RECORD_FORM, position, members.origin(), new String(origin, US_ASCII));
        }
        if (members.position() != position) {
            throw broken(
                    Kind.RECORD_FORM, position, "pos " + members.position(), "pos " + position);
        }
    }

    /// Whether the last record changes the keys of the log.
    boolean isAboutKeys() {
        return members.isOfType(ABOUT_KEYS);
    }

    /// The position of the next record.
    long next() {
        return next;
    }

    /// Leaf hash of the last record; the genesis before the first. Not to be changed.
    byte[] last() {
        return last;
    }

    /// Time of the last record as it stands there.
    String time() {
        return new String(time, US_ASCII);
    }

    private static BrokenLogException broken(
            Kind kind, long position, String found, String expected) {
        return BrokenLogException.of(kind, position, found, expected);
    }
}
