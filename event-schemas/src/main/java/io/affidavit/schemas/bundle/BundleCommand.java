package io.affidavit.schemas.bundle;

import org.axonframework.commandhandling.RoutingKey;

/// What can be asked of the room that writes, about bundles.
public sealed interface BundleCommand {

    /// Puts an export on record. Answered when it is durable; asking twice for one bundle records
    /// it once.
    ///
    /// @param bundle the bundle's id, which is also that of its story
    /// @param exported what to record
    record RecordExport(@RoutingKey String bundle, BundleExported exported)
            implements BundleCommand {}
}
