package io.affidavit.edge.anthropic;

import io.affidavit.edge.dialect.InboundFault;
import io.affidavit.schemas.value.FailureCode;
import org.jspecify.annotations.Nullable;

/// The head in which clients say which edition of Anthropic's API they mean. It travels on to
/// Anthropic's providers untouched, so its form is checked here; which editions and betas there are
/// is theirs to say.
public final class ApiVersion {

    private static final String VERSION = "anthropic-version";
    private static final String BETA = "anthropic-beta";
    private static final int VERSION_CHARACTERS = 10;
    private static final int MAX_BETA_CHARACTERS = 1_024;

    private ApiVersion() {}

    /// What is wrong with the two fields; `null` when nothing is.
    public static @Nullable InboundFault fault(@Nullable String version, @Nullable String beta) {
        if (version == null) {
            return new InboundFault(
                    FailureCode.MISSING_PARAMETER,
                    VERSION,
                    VERSION + ": header missing (expected: a date such as 2023-06-01)");
        }
        if (!isDate(version)) {
            return new InboundFault(
                    FailureCode.INVALID_VALUE,
                    VERSION,
                    VERSION + ": malformed (expected: a date such as 2023-06-01)");
        }
        if (beta != null && !isList(beta)) {
            return new InboundFault(
                    FailureCode.INVALID_VALUE,
                    BETA,
                    BETA
                            + ": malformed (expected: a list of names, up to "
                            + MAX_BETA_CHARACTERS
                            + " characters)");
        }
        return null;
    }

    private static boolean isDate(String text) {
        if (text.length() != VERSION_CHARACTERS) {
            return false;
        }
        for (int i = 0; i < VERSION_CHARACTERS; i++) {
            char c = text.charAt(i);
            boolean dash = i == 4 || i == 7;
            if (dash ? c != '-' : c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isList(String text) {
        if (text.length() > MAX_BETA_CHARACTERS) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean named =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '_'
                            || c == '.';
            if (!named && c != ',' && c != ' ') {
                return false;
            }
        }
        return true;
    }
}
