package io.affidavit.command.vault;

import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Names a sealed credential in events and in the vault: `<org or ->/<organization key
/// version>/<provider>/<credential version>/<16 hex digits>`.
///
/// The last part is random: of two requests that race for the same version, each has its own row,
/// and the event says whose it became.
///
/// @param organization whose key wraps it; `null` for the house's own
/// @param keyVersion version of that key
/// @param provider whose credential
/// @param version the credential's version, from 1
/// @param nonce 16 lower-case hex digits
public record CredentialKeyRef(
        @Nullable OrganizationId organization,
        int keyVersion,
        ProviderId provider,
        int version,
        String nonce) {

    private static final Pattern FORM =
            Pattern.compile("([a-z0-9-]+)/([0-9]{1,9})/([a-z0-9-]+)/([0-9]{1,9})/([0-9a-f]{16})");
    private static final String HOUSE = "-";

    /// Reads the written form.
    ///
    /// @throws IllegalArgumentException for any other text
    public static CredentialKeyRef parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "keyRef: malformed (expected: org/n/provider/n/hex)");
        }
        String organization = parts.group(1);
        return new CredentialKeyRef(
                organization.equals(HOUSE) ? null : new OrganizationId(organization),
                Integer.parseInt(parts.group(2)),
                new ProviderId(parts.group(3)),
                Integer.parseInt(parts.group(4)),
                parts.group(5));
    }

    /// The organization as the vault's tables spell it: `-` for the house's own.
    public String organizationOrDash() {
        return organization == null ? HOUSE : organization.value();
    }

    @Override
    public String toString() {
        return organizationOrDash()
                + '/'
                + keyVersion
                + '/'
                + provider
                + '/'
                + version
                + '/'
                + nonce;
    }
}
