package io.affidavit.replay.fsck;

import io.affidavit.replay.verify.ChainEnd;
import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.replay.verify.VerifiedLog;
import io.affidavit.schemas.evidence.Frontier;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compares what the appender believes of a log with what its records proved.
final class HeadCheck {

    private final Failures failures;

    HeadCheck(Failures failures) {
        this.failures = failures;
    }

    void check(Head head, NavigableMap<String, ChainEnd> organizations, VerifiedLog log) {
        if (!head.origin().equals(log.origin()) && log.origin() != null) {
            failures.add(Check.RECORD_FORM, "head origin", head.origin(), log.origin());
        }
        if (log.whole()) {
            checkRoot(head, log);
        }
        if (log.last() != null && !Arrays.equals(head.previous(), log.last())) {
            failures.add(Check.CHAIN, "head prev", hex(head.previous()), hex(log.last()));
        }
        if (log.at() != null && !head.at().equals(log.at())) {
            failures.add(Check.CHAIN, "head at", head.at(), log.at());
        }
        checkOrganizations(organizations, log.organizations());
    }

    private void checkRoot(Head head, VerifiedLog log) {
        String root;
        try {
            root = hex(Frontier.fromBytes(head.size(), head.frontier()).root());
        } catch (IllegalArgumentException e) {
            root = head.frontier().length + " bytes";
        }
        if (!root.equals(hex(log.root()))) {
            failures.add(Check.INCLUSION, "head frontier root", root, hex(log.root()));
        }
    }

    private void checkOrganizations(
            NavigableMap<String, ChainEnd> heads, Map<String, ChainEnd> chains) {
        NavigableMap<String, ChainEnd> all = new TreeMap<>(chains);
        heads.forEach(all::putIfAbsent);
        all.keySet().forEach(id -> compare(id, text(heads.get(id)), text(chains.get(id))));
    }

    private void compare(String organization, String found, String expected) {
        if (!found.equals(expected)) {
            failures.add(Check.CHAIN, "org_head " + organization, found, expected);
        }
    }

    private static String text(@Nullable ChainEnd end) {
        return end == null ? "absent" : end.sequence() + " " + hex(end.leaf());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
