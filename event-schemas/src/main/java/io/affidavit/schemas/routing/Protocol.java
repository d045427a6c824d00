package io.affidavit.schemas.routing;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// The dialect a provider speaks.
@Public
public enum Protocol {
    /// OpenAI's chat completions and embeddings over HTTP.
    OPENAI,
    /// Built in: answers without any network, labelled as simulated everywhere.
    SIMULATOR,
    /// Anthropic's Messages over HTTP.
    ANTHROPIC;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
