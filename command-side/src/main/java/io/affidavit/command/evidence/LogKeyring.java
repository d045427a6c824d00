package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.LogKeyRetired;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.serial.StreamName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the log's keys on this node: which one signs receipts now, and which ones are missing.
///
/// In an overlap receipts are signed by the old key for half of the shortest one and by the new key
/// after it. So whoever checks them has hours to learn the new key, and every node has hours to
/// hear of it before the old one is no longer good.
final class LogKeyring {

    private static final Logger log = LoggerFactory.getLogger(LogKeyring.class);
    private static final Duration REST = Duration.ofSeconds(30);
    private static final Duration HANDOVER = LogKeyRetired.OVERLAP_MIN.dividedBy(2);

    private final LogOrigin origin;
    private final LogKeyFiles files;
    private final RecordTable table;
    private final ReceiptSigner receipts;
    private final Clock clock;
    private volatile long lookedAt;
    private volatile List<String> missing = List.of();

    /// Looks once.
    ///
    /// @throws WrongKeys if there is no key for receipts
    LogKeyring(LogKeyFiles files, RecordTable table, ReceiptSigner receipts, Clock clock) {
        this.origin = files.origin();
        this.files = files;
        this.table = table;
        this.receipts = receipts;
        this.clock = clock;
        refresh();
        if (!receipts.canSign()) {
            throw new WrongKeys(
                    files.keys().directory().resolve(LogKeyUse.RECEIPT.file())
                            + ": not the key of receipts of log "
                            + origin.value());
        }
    }

    /// Looks again when it is time; for the thread that renews the lease.
    void refreshIfDue() {
        if (System.nanoTime() - lookedAt >= REST.toNanos()) {
            try {
                refresh();
            } catch (RuntimeException e) { // the next renewal comes
                log.warn("the log's keys cannot be looked at: {}", e.getMessage());
            }
        }
    }

    private void refresh() {
        lookedAt = System.nanoTime();
        LogKeyStory story =
                LogKeyStory.of(
                        origin, table.story(new StreamName(LogKeyStory.TYPE, origin.value()), 0));
        receipts.signWith(receiptKey(story));
        missing = missing(story.keys());
    }

    private @Nullable LogSigner receiptKey(LogKeyStory story) {
        List<VerifierKey> present = story.keys().present(LogKeyUse.RECEIPT);
        Instant added = story.addedAt().get(LogKeyUse.RECEIPT);
        boolean isHandedOver = added != null && !clock.instant().isBefore(added.plus(HANDOVER));
        List<VerifierKey> preferred = isHandedOver ? present.reversed() : present;
        return preferred.stream()
                .flatMap(key -> files.find(LogKeyUse.RECEIPT, key).stream())
                .findFirst()
                .orElse(null);
    }

    private List<String> missing(LogKeys keys) {
        List<String> reasons = new ArrayList<>();
        for (LogKeyUse use : LogKeyUse.values()) {
            for (VerifierKey key : keys.present(use)) {
                Optional<?> found = files.keys().publicKey(use, key);
                if (found.isEmpty()) {
                    reasons.add(
                            "the log has a new key that is not in "
                                    + files.keys().directory()
                                    + ": copy "
                                    + use.file(key)
                                    + " and its .pub from the node that made it");
                }
            }
        }
        return List.copyOf(reasons);
    }

    /// What must be copied here, for operators.
    List<String> reasons() {
        return missing;
    }
}
