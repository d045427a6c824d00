package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.schemas.evidence.Leaf;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where each organization's chain ends. Those that were not heard of for long are forgotten and
/// looked up again: at most 10,000 are remembered. For one thread.
final class OrganizationEnds {

    private static final int MAX = 10_000;

    private final Lookup lookup;
    private final Map<String, End> ends =
            new LinkedHashMap<>(256, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, End> eldest) {
                    return size() > MAX;
                }
            };

    OrganizationEnds(Lookup lookup) {
        this.lookup = lookup;
    }

    /// Finds the end of a chain that is not remembered.
    @FunctionalInterface
    interface Lookup {

        /// The last record of an organization before a position, which was verified; [End#NONE]
        /// without one.
        End before(String organization, long position) throws SQLException, BrokenLogException;
    }

    /// The last record of a chain.
    ///
    /// @param sequence its place in it, -1 for none
    /// @param leaf its leaf hash, zeros for none
    @SuppressWarnings("ArrayRecordComponent") // shared and never changed
    record End(long sequence, byte[] leaf) {

        static final End NONE = new End(-1, new byte[Leaf.BYTES]);
    }

    /// Checks that a record continues its organization's chain.
    void follow(long position, RecordMembers members, byte[] leaf)
            throws SQLException, BrokenLogException {
        String organization = members.organization();
        End end = ends.get(organization);
        if (end == null) {
            end = lookup.before(organization, position);
        }
        if (members.organizationSequence() != end.sequence() + 1
                || !members.followsInOrganization(end.leaf())) {
            throw BrokenLogException.of(
                    Kind.ORGANIZATION,
                    position,
                    organization + " " + members.organizationSequence(),
                    "behind " + end.sequence() + " " + HexFormat.of().formatHex(end.leaf()));
        }
        ends.put(organization, new End(end.sequence() + 1, leaf));
    }
}
