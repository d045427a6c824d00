package io.affidavit.projections.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.schemas.evidence.Leaf;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where each organization's chain ends. Those that were not heard of for long are forgotten and
/// looked up again: at most 10,000 are remembered. Records of one organization often stand
/// together, so that the chain of the last one is at hand without its name being made a text. For
/// one thread.
final class OrganizationEnds {

    private static final int MAX = 10_000;

    private final Lookup lookup;
    private final Map<String, Chain> chains =
            new LinkedHashMap<>(256, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Chain> eldest) {
                    return size() > MAX;
                }
            };
    private @Nullable Chain recent;

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

    /// A chain as far as it was followed.
    private static final class Chain {

        private final byte[] organization;
        private End end;

        Chain(byte[] organization, End end) {
            this.organization = organization;
            this.end = end;
        }
    }

    /// Checks that a record continues its organization's chain.
    void follow(long position, RecordMembers members, byte[] leaf)
            throws SQLException, BrokenLogException {
        Chain chain = recent;
        if (chain == null || !members.isOf(chain.organization)) {
            chain = chain(members.organization(), position);
            recent = chain;
        }
        End end = chain.end;
        if (members.organizationSequence() != end.sequence() + 1
                || !members.followsInOrganization(end.leaf())) {
            throw BrokenLogException.of(
                    Kind.ORGANIZATION,
                    position,
                    members.organization() + " " + members.organizationSequence(),
                    "behind " + end.sequence() + " " + HexFormat.of().formatHex(end.leaf()));
        }
        chain.end = new End(end.sequence() + 1, leaf);
    }

    private Chain chain(String organization, long position)
            throws SQLException, BrokenLogException {
        Chain known = chains.get(organization);
        if (known == null) {
            known =
                    new Chain(
                            organization.getBytes(US_ASCII), lookup.before(organization, position));
            chains.put(organization, known);
        }
        return known;
    }
}
