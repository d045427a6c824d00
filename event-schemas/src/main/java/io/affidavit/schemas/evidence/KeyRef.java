package io.affidavit.schemas.evidence;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Names the two keys that together open a part, as the record spells it: `<org or
/// ->/<yyyymm>/<retention class>/<epoch key version>:<subject>/<subject key version>`.
///
/// The epoch key belongs to an organization, a month and a retention class; the subject key to one
/// data subject. Destroying either erases the part.
///
/// @param organization slug of the tenant, null for what belongs to the house
/// @param month `yyyymm`, UTC, of the epoch key
/// @param retention class of the epoch key
/// @param epochVersion version of the epoch key, from 1
/// @param subject random alias of the data subject (`s_…`), or [#organizationSubject] if there is
///   none
/// @param subjectVersion version of the subject key, from 1
public record KeyRef(
        @Nullable String organization,
        String month,
        RetentionClass retention,
        int epochVersion,
        String subject,
        int subjectVersion) {

    private static final String HOUSE = "-";
    private static final int MAX_SEGMENT = 128;

    public KeyRef {
        if (organization != null && (!isSegment(organization) || organization.startsWith(HOUSE))) {
            throw malformed("organization", organization, "[a-z0-9_-]{1,128}");
        }
        if (!isMonth(month)) {
            throw malformed("month", month, "yyyymm");
        }
        if (!isSegment(subject)) {
            throw malformed("subject", subject, "[a-z0-9_-]{1,128}");
        }
        if (epochVersion < 1 || subjectVersion < 1) {
            throw malformed("version", epochVersion + ", " + subjectVersion, ">= 1");
        }
    }

    /// What stands for the data subject when a part concerns nobody in particular: the tenant, or
    /// `-` for the house.
    public static String organizationSubject(@Nullable String organization) {
        return Objects.requireNonNullElse(organization, HOUSE);
    }

    /// Reads what [#toString] wrote.
    ///
    /// @throws IllegalArgumentException if the text is anything else
    public static KeyRef parse(String text) {
        String[] halves = text.split(":", -1);
        String[] epoch = halves[0].split("/", -1);
        String[] subject = halves[halves.length - 1].split("/", -1);
        if (halves.length != 2 || epoch.length != 4 || subject.length != 2) {
            throw malformed("key reference", text, "org/yyyymm/class/version:subject/version");
        }
        KeyRef ref =
                new KeyRef(
                        epoch[0].equals(HOUSE) ? null : epoch[0],
                        epoch[1],
                        RetentionClass.of(epoch[2]),
                        Integer.parseInt(epoch[3]),
                        subject[0],
                        Integer.parseInt(subject[1]));
        if (!ref.toString().equals(text)) {
            throw malformed("key reference", text, "versions without sign or leading zero");
        }
        return ref;
    }

    @Override
    public String toString() {
        return organizationSubject(organization)
                + '/'
                + month
                + '/'
                + retention.code()
                + '/'
                + epochVersion
                + ':'
                + subject
                + '/'
                + subjectVersion;
    }

    private static boolean isMonth(String text) {
        return text.length() == 6
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && text.substring(4).compareTo("01") >= 0
                && text.substring(4).compareTo("12") <= 0;
    }

    private static boolean isSegment(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_SEGMENT
                && text.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z')
                                        || (c >= '0' && c <= '9')
                                        || c == '_'
                                        || c == '-');
    }

    private static IllegalArgumentException malformed(String what, String found, String expected) {
        return new IllegalArgumentException(what + ": " + found + " (expected: " + expected + ")");
    }
}
