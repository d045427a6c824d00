package io.affidavit.edge.call.stage;

import org.jspecify.annotations.Nullable;

/// Names that a provider chose: a model, a request id, a finish reason. They enter records, so what
/// is not plainly a name is left out.
final class ProviderName {

    private static final int MAX_LENGTH = 128;

    private ProviderName() {}

    /// The name if it has 1 to 128 visible ASCII characters; `null` otherwise.
    static @Nullable String checked(@Nullable String name) {
        if (name == null || name.isEmpty() || name.length() > MAX_LENGTH) {
            return null;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) <= ' ' || name.charAt(i) > '~') {
                return null;
            }
        }
        return name;
    }
}
