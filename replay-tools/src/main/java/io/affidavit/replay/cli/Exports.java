package io.affidavit.replay.cli;

import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// Has bundles made and fetches them.
final class Exports {

    private static final String BUNDLES = "/evidence/bundles";
    private static final Duration POLL = Duration.ofMillis(200);

    private final ControlPlane plane;
    private final ProgressLine progress;

    Exports(ControlPlane plane, ProgressLine progress) {
        this.plane = plane;
        this.progress = progress;
    }

    /// Asks for a bundle, waits until it is made and writes it to a file.
    ///
    /// @return what the gateway said of it last
    /// @throws CommandFailure when there will be none
    JsonNode fetch(JsonNode request, Path file) throws InterruptedException {
        JsonNode bundle = plane.post(BUNDLES, request);
        String path = BUNDLES + "/" + bundle.path("id").asString();
        while (bundle.path("state").asString().equals("preparing")) {
            show(bundle);
            Thread.sleep(POLL);
            bundle = plane.get(path);
        }
        progress.clear();
        if (!bundle.path("state").asString().equals("ready")) {
            throw new CommandFailure(
                    "the bundle could not be made: "
                            + bundle.path("failure").asString("-")
                            + " "
                            + bundle.path("detail").asString(""));
        }
        plane.download(path, file);
        return bundle;
    }

    private void show(JsonNode bundle) {
        long total = bundle.path("recordsTotal").asLong(0);
        if (total > 0) {
            progress.at(bundle.path("records").asLong(0), total);
        }
    }
}
