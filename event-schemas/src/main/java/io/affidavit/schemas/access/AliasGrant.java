package io.affidavit.schemas.access;

import io.affidavit.schemas.value.AliasForm;
import java.util.Collection;

/// What a key's list of aliases grants: an alias itself, all of a beginning (`gpt-*`), or all
/// (`*`).
public final class AliasGrant {

    private static final String ANY = "*";

    private AliasGrant() {}

    /// Whether the text has the form of one grant: an alias, with a `*` at its end or alone.
    public static boolean isValid(String grant) {
        String beginning = isWildcard(grant) ? beginning(grant) : grant;
        return grant.equals(ANY) || AliasForm.isValid(beginning);
    }

    /// Whether any of the grants covers an alias.
    public static boolean covers(Collection<String> grants, String alias) {
        for (String grant : grants) {
            if (isWildcard(grant) ? alias.startsWith(beginning(grant)) : alias.equals(grant)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWildcard(String grant) {
        return grant.endsWith(ANY);
    }

    private static String beginning(String grant) {
        return grant.substring(0, grant.length() - 1);
    }
}
