package io.affidavit.schemas.bundle;

import java.util.List;
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

    /// Puts on record that texts are about to leave. Answered when it is durable; asking twice
    /// records it twice.
    ///
    /// @param bundle the bundle they leave with
    /// @param disclosed what to record, at most [#DISCLOSURES_MAX]
    record RecordDisclosures(@RoutingKey String bundle, List<PartDisclosed> disclosed)
            implements BundleCommand {

        /// Most events of one command: they are appended together.
        public static final int DISCLOSURES_MAX = 100;

        public RecordDisclosures {
            disclosed = List.copyOf(disclosed);
            if (disclosed.isEmpty() || disclosed.size() > DISCLOSURES_MAX) {
                throw new IllegalArgumentException(
                        "disclosed: %d events (expected: 1 to %d)"
                                .formatted(disclosed.size(), DISCLOSURES_MAX));
            }
        }
    }
}
