package io.affidavit.projections.evidence;

import io.affidavit.schemas.evidence.LogPlace;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.EventTrackerStatusChangeListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Knows whether one processor is stuck. A record that cannot be read or projected is never
/// skipped: the processor stops there, tries again, and somebody must look.
public final class ProcessorWatch implements EventTrackerStatusChangeListener {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessorWatch.class);

    private final String processor;
    private volatile @Nullable String failure;

    /// Watches the processor of this name.
    public ProcessorWatch(String processor) {
        this.processor = processor;
    }

    /// Why the processor makes no progress, for people; empty when all is well.
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void onEventTrackerStatusChange(Map<Integer, EventTrackerStatus> statuses) {
        for (EventTrackerStatus status : statuses.values()) {
            if (status.isErrorState()) {
                stuck(status);
            } else if (failure != null) {
                failure = null;
                LOG.atInfo().addKeyValue("processor", processor).log("projection goes on");
            }
        }
    }

    private void stuck(EventTrackerStatus status) {
        Throwable cause = status.getError();
        String position = text(status.getCurrentPosition());
        if (failure == null) {
            LOG.atWarn()
                    .addKeyValue("processor", processor)
                    .addKeyValue("position", position)
                    .setCause(cause)
                    .log("projection stopped; it tries again from the last committed position");
        }
        failure = processor + " stopped after position " + position + ": " + cause;
    }

    private static String text(OptionalLong position) {
        return position.isPresent() ? LogPlace.of(position.getAsLong()).toString() : "none";
    }
}
