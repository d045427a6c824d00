package io.affidavit.replay.bundle;

import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.schemas.evidence.Leaf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Steps 1 and 2: the files that must be there, none beyond the sums, and each the one that the
/// sums name.
final class SumsStep {

    private static final Pattern LINE =
            Pattern.compile("([0-9a-f]{64}) {2}([A-Za-z0-9._/-]{1,255})");
    private static final int LONGEST = 64 + 2 + 255;
    private static final int BUFFER = 64 * 1024;

    private final Container container;
    private final Failures failures;

    SumsStep(Container container, Failures failures) {
        this.container = container;
        this.failures = failures;
    }

    void run() throws IOException {
        for (String name : Names.REQUIRED) {
            if (!container.has(name)) {
                malformed(name, "absent", "present");
            }
        }
        if (!container.has(Names.SUMS)) {
            return;
        }
        Map<String, String> sums = sums();
        for (String name : container.files().keySet()) {
            if (!sums.containsKey(name) && !Names.BESIDE_SUMS.contains(name)) {
                malformed(name, "not in " + Names.SUMS, "no file that nobody vouches for");
            }
        }
        for (Map.Entry<String, String> sum : sums.entrySet()) {
            String found = container.has(sum.getKey()) ? digest(sum.getKey()) : "absent";
            if (!found.equals(sum.getValue())) {
                failures.add(Check.FILE_DIGEST, sum.getKey(), found, sum.getValue());
            }
        }
    }

    private Map<String, String> sums() throws IOException {
        Map<String, String> sums = new TreeMap<>();
        String before = "";
        try (Lines lines = new Lines(container.open(Names.SUMS), Names.SUMS, LONGEST)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                Matcher sum = LINE.matcher(new String(line, StandardCharsets.ISO_8859_1));
                if (!sum.matches() || before.compareTo(sum.group(2)) >= 0) {
                    malformed(
                            Names.SUMS + " line " + lines.number(),
                            "something else",
                            "digest, two blanks, name, in the order of names");
                    continue;
                }
                before = sum.group(2);
                sums.put(before, sum.group(1));
                Container.checkLimits(sums.size(), 0);
            }
        }
        return sums;
    }

    private String digest(String name) throws IOException {
        MessageDigest digest = Leaf.newDigest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = container.open(name)) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                digest.update(buffer, 0, got);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void malformed(String object, String found, String expected) {
        failures.add(Check.MALFORMED, object, found, expected);
    }
}
