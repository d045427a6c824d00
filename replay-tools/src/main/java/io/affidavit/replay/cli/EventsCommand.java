package io.affidavit.replay.cli;

import io.affidavit.replay.timeline.Timeline;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `affidavit events`.
@Command(name = "events", description = "Lists records in the order of the log, one a line.")
final class EventsCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofSeconds(1);

    @Mixin private final Invocation invocation = new Invocation();

    @Option(names = "--type", paramLabel = "TYPE", description = "Only this type.")
    private @Nullable String type;

    @Option(
            names = "--from",
            paramLabel = "[LOG/]POSITION|TIME",
            defaultValue = "0",
            description = "First record: its position, or a time such as 2026-11-25T14:00:00Z.")
    private LogPoint from = LogPoint.START;

    @Option(
            names = "--to",
            paramLabel = "[LOG/]POSITION|TIME",
            description = "Last record: its position, or a time.")
    private @Nullable LogPoint to;

    @Option(names = "--follow", description = "Goes on with what is appended, until interrupted.")
    private boolean follow;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        EventPages pages = new EventPages(invocation.installation().controlPlane(), type);
        PrintWriter out = invocation.out();
        pages.startAt(from);
        boolean more = true;
        while (more) {
            JsonNode page = pages.next();
            for (JsonNode event : page) {
                if (to != null && to.isBefore(event)) {
                    return 0;
                }
                out.println(json ? event.toString() : Timeline.line(event));
            }
            out.flush();
            if (page.isEmpty()) {
                more = follow;
                if (follow) {
                    Thread.sleep(POLL);
                }
            }
        }
        return 0;
    }
}
