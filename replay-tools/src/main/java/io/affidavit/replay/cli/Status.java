package io.affidavit.replay.cli;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The answer of `affidavit status`, member for member.
///
/// @param state whether calls can be made
/// @param pid the gateway's process; null when nothing runs
/// @param dataUrl where applications call; null when nothing listens
/// @param controlUrl where operators call; null when nothing listens
/// @param dataDirectory absolute path
/// @param database the server that holds the log; null when it is not known to run
/// @param log the log's committed head; null when the control plane cannot say
/// @param reasons why it is not ready
record Status(
        State state,
        @Nullable Long pid,
        @Nullable String dataUrl,
        @Nullable String controlUrl,
        String dataDirectory,
        RunState.@Nullable Database database,
        @Nullable Log log,
        List<String> reasons) {

    /// @param origin name of the log
    /// @param size number of records, decimal
    /// @param root lower-case hex root over them
    record Log(String origin, String size, String root) {}

    /// Whether calls can be made.
    enum State {
        READY,
        STARTING,
        STOPPED,
        DEGRADED;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
