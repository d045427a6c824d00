package io.affidavit.schemas.bundle;

import io.affidavit.schemas.value.FailureCode;
import org.jspecify.annotations.Nullable;

/// Whether a bundle is being prepared.
///
/// @param state what has become of it; `null` when it was refused
/// @param failure why it was refused; `null` when it was not
/// @param detail the same for people, naming the member that is wrong; `null` when it was not
public record BundleAnswer(
        @Nullable BundleState state, @Nullable FailureCode failure, @Nullable String detail) {

    /// It was begun.
    public static BundleAnswer begun(BundleState state) {
        return new BundleAnswer(state, null, null);
    }

    /// It was refused.
    public static BundleAnswer refused(FailureCode failure, String detail) {
        return new BundleAnswer(null, failure, detail);
    }
}
