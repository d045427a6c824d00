package io.affidavit.schemas.call;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// The inbound API a call came through.
@Public
public enum Surface {
    /// `POST /v1/chat/completions`
    CHAT_COMPLETIONS,
    /// `POST /v1/embeddings`
    EMBEDDINGS,
    /// `POST /v1/completions`
    COMPLETIONS,
    /// `POST /v1/messages`
    MESSAGES;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
