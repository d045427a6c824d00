package io.affidavit.replay.cli;

import io.affidavit.replay.cli.Status.State;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `affidavit status`.
@Command(
        name = "status",
        description = "Says what runs on a data directory.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:ready", "1:usage or I/O", "3:stopped", "4:anything else"})
final class StatusCommand implements Callable<Integer> {

    private static final int STOPPED = 3;
    private static final int OTHERWISE = 4;

    @Mixin private final Invocation invocation = new Invocation();

    @Option(names = "--json", description = "One line for machines.")
    private boolean json;

    @Override
    public Integer call() {
        Status status = new Inspection(invocation.installation()).status();
        JsonMapper mapper =
                JsonMapper.builder().configure(SerializationFeature.INDENT_OUTPUT, !json).build();
        invocation.out().println(mapper.writeValueAsString(status));
        return status.state() == State.READY
                ? 0
                : status.state() == State.STOPPED ? STOPPED : OTHERWISE;
    }
}
