package io.affidavit.schemas.call;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;

/// The header field by which a request was judged. Whatever stands in others is neither looked at
/// nor passed on.
@Public
public enum CredentialHeader {
    /// `Authorization: Bearer …`, wherever it is present (RFC 6750 section 2.1).
    AUTHORIZATION("authorization"),
    /// `x-api-key`, where Anthropic's dialect is spoken and there is no `Authorization`.
    X_API_KEY("x-api-key");

    private final String field;

    CredentialHeader(String field) {
        this.field = field;
    }

    /// The name of the field, in lower case; the same in records.
    @JsonValue
    public String field() {
        return field;
    }
}
