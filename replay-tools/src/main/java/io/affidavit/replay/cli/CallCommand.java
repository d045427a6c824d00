package io.affidavit.replay.cli;

import io.affidavit.replay.timeline.Timeline;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `affidavit call`.
@Command(
        name = "call",
        description = "Tells how one call was decided, from its records.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the history is verified",
            "1:usage or I/O, or no such call",
            "32:the history was changed or is incomplete"
        })
final class CallCommand implements Callable<Integer> {

    private static final int CHAIN = 32;
    private static final String LAST = "last";

    @Mixin private final Invocation invocation = new Invocation();

    @Parameters(paramLabel = "ID|last", description = "Id of the call, or `last`.")
    private String id = LAST;

    @Option(names = "--json", description = "What the audit API answered.")
    private boolean json;

    @Override
    public Integer call() {
        ControlPlane plane = invocation.installation().controlPlane();
        JsonNode answer = history(plane, id.equals(LAST) ? lastCall(plane) : id);
        PrintWriter out = invocation.out();
        if (json) {
            out.println(answer);
        } else {
            Timeline.of(answer).forEach(out::println);
        }
        return answer.path("chain").path("verified").asBoolean(false) ? 0 : CHAIN;
    }

    private static String lastCall(ControlPlane plane) {
        JsonNode calls = plane.get("/audit/calls", Map.of("limit", "1")).path("data");
        if (calls.isEmpty()) {
            throw new CommandFailure("no call was made yet");
        }
        return calls.path(0).path("callId").asString("");
    }

    private static JsonNode history(ControlPlane plane, String call) {
        try {
            return plane.get("/audit/calls/" + URLEncoder.encode(call, StandardCharsets.UTF_8));
        } catch (ControlPlane.NotFound e) {
            throw new CommandFailure("no call has the id " + call, e);
        }
    }
}
