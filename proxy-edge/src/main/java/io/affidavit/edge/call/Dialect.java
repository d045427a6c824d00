package io.affidavit.edge.call;

import io.affidavit.edge.anthropic.AnthropicErrorForm;
import io.affidavit.edge.dialect.ErrorForm;
import io.affidavit.edge.openai.OpenAiErrorForm;

/// What a client speaks, known from the path it asks and, where a path serves both, from its head.
public enum Dialect {
    OPENAI,
    ANTHROPIC;

    private static final ErrorForm OPENAI_ERRORS = new OpenAiErrorForm();
    private static final ErrorForm ANTHROPIC_ERRORS = new AnthropicErrorForm();

    /// The shape of its errors.
    public ErrorForm errors() {
        return switch (this) {
            case OPENAI -> OPENAI_ERRORS;
            case ANTHROPIC -> ANTHROPIC_ERRORS;
        };
    }
}
