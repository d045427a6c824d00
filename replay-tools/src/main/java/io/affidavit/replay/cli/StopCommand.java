package io.affidavit.replay.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `affidavit stop`: asks the gateway to end as its own terminal would, and waits until it has.
@Command(
        name = "stop",
        description = "Ends what runs on a data directory, letting open calls end first.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:it ended, or nothing ran", "1:usage or I/O, or it did not end in time"})
final class StopCommand implements Callable<Integer> {

    @Mixin private final Invocation invocation = new Invocation();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for the end (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() {
        Installation installation = invocation.installation();
        Optional<ProcessHandle> process =
                installation.isHeld()
                        ? ProcessHandle.of(installation.lockHolder())
                        : Optional.empty();
        if (process.isEmpty()) {
            say("nothing runs on " + installation.directory());
            return 0;
        }
        ProcessHandle gateway = process.get();
        gateway.destroy(); // SIGTERM
        await(gateway);
        say("stopped process " + gateway.pid());
        return 0;
    }

    private void await(ProcessHandle gateway) {
        try {
            gateway.onExit().get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new CommandFailure(
                    "process " + gateway.pid() + " still runs after " + seconds + " s", e);
        } catch (ExecutionException e) {
            throw new CommandFailure("process " + gateway.pid() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private void say(String line) {
        invocation.out().println(line);
    }
}
