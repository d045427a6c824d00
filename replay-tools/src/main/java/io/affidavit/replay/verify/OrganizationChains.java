package io.affidavit.replay.verify;

import io.affidavit.schemas.evidence.Leaf;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Follows the chain that each organization has inside the log: sequences from 0 without a gap,
/// each record naming the leaf of the organization's record before.
final class OrganizationChains {

    private static final byte[] NONE = new byte[Leaf.BYTES];

    private final Failures failures;
    private final Map<Slice, Chain> chains = new HashMap<>();

    OrganizationChains(Failures failures) {
        this.failures = failures;
    }

    void follow(long position, ScannedRecord record, byte[] leaf) {
        ScannedRecord.Organization link = record.organization();
        if (link == null) {
            return;
        }
        Chain chain = chains.get(link.id());
        if (chain == null) {
            chain = new Chain();
            chains.put(link.id().detached(), chain);
        }
        if (link.sequence() != chain.next) {
            fail(position, "seq", Long.toString(link.sequence()), Long.toString(chain.next));
        } else if (!link.previous().isHexOf(chain.leaf)) {
            fail(
                    position,
                    "prev",
                    link.previous().toString(),
                    HexFormat.of().formatHex(chain.leaf));
        }
        chain.next = link.sequence() + 1;
        chain.leaf = leaf;
    }

    private void fail(long position, String member, String found, String expected) {
        failures.add(Check.CHAIN, "record " + position + " org." + member, found, expected);
    }

    /// Where each organization's chain ends, by slug.
    Map<String, ChainEnd> ends() {
        Map<String, ChainEnd> ends = new TreeMap<>();
        chains.forEach(
                (id, chain) -> ends.put(id.toString(), new ChainEnd(chain.next - 1, chain.leaf)));
        return ends;
    }

    private static final class Chain {
        private long next;
        private byte[] leaf = NONE;
    }
}
