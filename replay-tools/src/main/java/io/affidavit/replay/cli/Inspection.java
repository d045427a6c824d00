package io.affidavit.replay.cli;

import io.affidavit.replay.cli.Status.State;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Finds out how an installation is doing: from its lock, from what it wrote, and by asking both of
/// its planes.
final class Inspection {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final Installation installation;
    private final List<String> reasons = new ArrayList<>();

    Inspection(Installation installation) {
        this.installation = installation;
    }

    Status status() {
        Optional<RunState> run = installation.run();
        if (run.isEmpty()) {
            return installation.isHeld()
                    ? without(State.STARTING, "it has not said where it listens")
                    : without(State.STOPPED, "nothing runs on this data directory");
        }
        RunState gateway = run.get();
        Status.Log log = null;
        if (gateway.controlUrl() != null) {
            ControlPlane plane = plane(gateway, gateway.controlUrl());
            log = log(plane);
            askHealth(plane);
        }
        if (gateway.dataUrl() != null) {
            askReadiness(gateway, gateway.dataUrl());
        }
        if (gateway.tls() != null && gateway.tls().problem() != null) {
            reasons.add("certificate: the present one stays; " + gateway.tls().problem());
        }
        return new Status(
                state(gateway),
                gateway.pid(),
                gateway.dataUrl(),
                gateway.controlUrl(),
                installation.directory().toString(),
                gateway.database(),
                log,
                List.copyOf(reasons));
    }

    private State state(RunState gateway) {
        return switch (gateway.state()) {
            case "ready" -> reasons.isEmpty() ? State.READY : State.DEGRADED;
            case "starting" -> State.STARTING;
            default -> {
                reasons.add("it is " + gateway.state());
                yield State.DEGRADED;
            }
        };
    }

    private Status without(State state, String reason) {
        return new Status(
                state,
                null,
                null,
                null,
                installation.directory().toString(),
                null,
                null,
                List.of(reason));
    }

    private Status.@Nullable Log log(ControlPlane plane) {
        try {
            JsonNode head = plane.get("/audit/log");
            return new Status.Log(
                    head.path("origin").asString("-"),
                    head.path("size").asString("-"),
                    head.path("root").asString("-"));
        } catch (ControlPlane.NotFound e) {
            reasons.add("control plane: it has no log");
        } catch (CommandFailure e) {
            reasons.add("control plane: " + e.getMessage());
        }
        return null;
    }

    private void askHealth(ControlPlane plane) {
        try {
            plane.health().path("parts").properties().forEach(this::addReasons);
        } catch (CommandFailure e) {
            if (reasons.isEmpty()) { // else the same was said of its log
                reasons.add("control plane: it does not say how it is");
            }
        }
    }

    private ControlPlane plane(RunState gateway, String controlUrl) {
        return new ControlPlane(
                OwnCertificate.client(gateway.tls(), PATIENCE),
                controlUrl,
                installation.operatorToken(),
                PATIENCE);
    }

    private void addReasons(Map.Entry<String, JsonNode> part) {
        for (JsonNode reason : part.getValue().path("reasons")) {
            reasons.add(part.getKey() + ": " + reason.asString());
        }
    }

    private void askReadiness(RunState gateway, String dataUrl) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(dataUrl + "/health/ready"))
                        .timeout(PATIENCE)
                        .build();
        try {
            int status = answer(gateway, request);
            if (status != OK) {
                reasons.add("data plane: not ready (HTTP " + status + ")");
            }
        } catch (IOException e) {
            reasons.add("data plane: " + dataUrl + " does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private static int answer(RunState gateway, HttpRequest request)
            throws IOException, InterruptedException {
        try (HttpClient http = OwnCertificate.client(gateway.tls(), PATIENCE)) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
