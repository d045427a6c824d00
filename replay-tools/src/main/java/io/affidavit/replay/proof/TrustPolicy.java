package io.affidavit.replay.proof;

import io.affidavit.schemas.evidence.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whom an auditor trusts: a C2SP tlog-policy, with comment lines of ours that other readers pass
/// over.
///
/// ```
/// # valid [1000,2000)      the key of the next line signs checkpoints of these sizes
/// log <vkey>
/// # receipt <vkey>         signs receipts; a range before it is one of positions
/// # require time           a bundle without third-party time is not good enough
/// quorum none
/// ```
///
/// @param keys keys that sign checkpoints
/// @param receipts keys that sign receipts
/// @param timeRequired whether a bundle without a time stamp is incomplete
public record TrustPolicy(List<LogKey> keys, List<LogKey> receipts, boolean timeRequired) {

    /// More bytes are no policy.
    public static final int MAX_BYTES = 256 * 1024;

    private static final String VALID = "# valid [";
    private static final String RECEIPT = "# receipt ";
    private static final String TIME = "# require time";
    private static final Pattern ENDS = Pattern.compile("([0-9]{1,18}),([0-9]{0,18})\\)");

    /// What may be meant for one of our lines. Passed over as a comment it would trust more than
    /// its writer does.
    private static final Pattern MEANT =
            Pattern.compile("#\\s*(valid|receipt|require)\\b.*", Pattern.CASE_INSENSITIVE);

    /// A key of a log and the sizes, or positions, it signs for.
    ///
    /// @param key the key, named like the log
    /// @param from first size
    /// @param to behind the last size
    public record LogKey(VerifierKey key, long from, long to) {

        /// Whether it signs a checkpoint of this size.
        public boolean covers(long size) {
            return size >= from && size < to;
        }
    }

    public TrustPolicy {
        keys = List.copyOf(keys);
        receipts = List.copyOf(receipts);
    }

    /// Reads a policy.
    ///
    /// @throws IllegalArgumentException if a line is neither known nor a comment, or no log is
    ///   named
    public static TrustPolicy parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("policy: more than " + MAX_BYTES + " bytes");
        }
        List<LogKey> keys = new ArrayList<>();
        List<LogKey> receipts = new ArrayList<>();
        boolean time = false;
        long[] range = null;
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            String text = line.strip();
            if (text.startsWith(VALID) && range == null) {
                range = range(text);
            } else if (text.startsWith(RECEIPT)) {
                receipts.add(
                        within(range, VerifierKey.parse(text.substring(RECEIPT.length()).strip())));
                range = null;
            } else if (text.equals(TIME)) {
                time = true;
            } else if (text.startsWith("log ")) {
                keys.add(logKey(text, range));
                range = null;
            } else {
                requireComment(text);
            }
        }
        if (range != null) {
            throw new IllegalArgumentException("policy: a range without a key behind it");
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("policy: no log line");
        }
        return new TrustPolicy(keys, receipts, time);
    }

    private static void requireComment(String text) {
        if (MEANT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "policy: "
                            + text
                            + " (expected: `# valid [from,to)` before a key, `# receipt vkey`,"
                            + " `# require time`)");
        }
        if (!text.isEmpty() && !text.startsWith("#") && !text.equals("quorum none")) {
            throw new IllegalArgumentException(
                    "policy: "
                            + text
                            + " (expected: log lines and `quorum none`; witnesses are not judged by"
                            + " this edition)");
        }
    }

    /// The keys that must sign a checkpoint of this log and size.
    public List<VerifierKey> keysOf(String origin, long size) {
        return keys.stream()
                .filter(each -> each.key().name().equals(origin) && each.covers(size))
                .map(LogKey::key)
                .toList();
    }

    /// Whether it names the log at all.
    public boolean knows(String origin) {
        return keys.stream().anyMatch(each -> each.key().name().equals(origin));
    }

    private static LogKey logKey(String line, long @Nullable [] range) {
        String[] words = line.split("[ \t]+", -1);
        if (words.length > 3) {
            throw new IllegalArgumentException("policy: " + line + " (expected: log vkey [url])");
        }
        return within(range, VerifierKey.parse(words[1]));
    }

    private static LogKey within(long @Nullable [] range, VerifierKey key) {
        return range == null
                ? new LogKey(key, 0, Long.MAX_VALUE)
                : new LogKey(key, range[0], range[1]);
    }

    private static long[] range(String line) {
        Matcher ends = ENDS.matcher(line.substring(VALID.length()));
        if (!ends.matches()) {
            throw new IllegalArgumentException(
                    "policy: " + line + " (expected: # valid [from,to))");
        }
        String to = ends.group(2);
        return new long[] {
            Long.parseLong(ends.group(1)), to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to)
        };
    }
}
