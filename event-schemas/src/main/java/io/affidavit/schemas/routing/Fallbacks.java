package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.Public;
import java.util.List;

/// Aliases that take over when an alias' own deployments cannot answer, in the order they are
/// tried. Their own fallbacks are not followed, so that no list can lead in a circle. An alias
/// without deployments is passed over.
///
/// @param anyError for whatever went wrong that another try may change; at most [#MAX]
/// @param contextOverflow for a request that is too long for its model; at most [#MAX]
/// @param contentRefusal for content that a provider refused; at most [#MAX]
@Public
public record Fallbacks(
        List<Alias> anyError, List<Alias> contextOverflow, List<Alias> contentRefusal) {

    /// Most aliases of one list.
    public static final int MAX = 5;

    /// No alias takes over.
    public static final Fallbacks NONE = new Fallbacks(List.of(), List.of(), List.of());

    public Fallbacks {
        anyError = List.copyOf(anyError);
        contextOverflow = List.copyOf(contextOverflow);
        contentRefusal = List.copyOf(contentRefusal);
    }

    /// The list of a kind.
    public List<Alias> of(FallbackKind kind) {
        return switch (kind) {
            case ANY_ERROR -> anyError;
            case CONTEXT_OVERFLOW -> contextOverflow;
            case CONTENT_REFUSAL -> contentRefusal;
        };
    }
}
