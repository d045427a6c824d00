package io.affidavit.replay.timeline;

import java.util.List;

/// One record in words.
///
/// @param headline what happened or was decided, one sentence
/// @param details the inputs of the decision and what came of it, one a line
record Told(String headline, List<String> details) {

    static Told of(String headline, String... details) {
        return new Told(headline, List.of(details));
    }
}
