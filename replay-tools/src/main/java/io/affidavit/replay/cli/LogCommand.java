package io.affidavit.replay.cli;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `affidavit log`: has the gateway change the keys that sign the log.
@Command(
        name = "log",
        description = "Changes the keys that sign the log and its receipts.",
        subcommands = {LogCommand.Rotate.class, LogCommand.Retire.class})
final class LogCommand implements Runnable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ROUTE = "/admin/log/keys";

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Missing command");
        }
    }

    /// Which keys are meant.
    enum Key {
        /// Lines of type 0x01 under checkpoints.
        ED25519,
        /// Lines of type 0x06 under checkpoints.
        ML_DSA_44,
        /// Receipts.
        RECEIPT;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What both commands are told.
    abstract static class Asked {

        @Mixin private final Invocation invocation = new Invocation();

        @Option(
                names = "--key",
                paramLabel = "KEY",
                description = "${COMPLETION-CANDIDATES}; several times for several, else all.")
        private final Set<Key> keys = EnumSet.noneOf(Key.class);

        @Option(names = "--reason", paramLabel = "TEXT", description = "Put on record.")
        private @Nullable String reason;

        ObjectNode body() {
            ObjectNode body = JSON.createObjectNode();
            return reason == null ? body : body.put("reason", reason);
        }

        /// One that is refused keeps none of the others from being asked about.
        int each(Request request) {
            ControlPlane gateway = invocation.installation().controlPlane();
            Set<Key> asked = keys.isEmpty() ? EnumSet.allOf(Key.class) : keys;
            int exit = 0;
            for (Key key : asked) {
                try {
                    JsonNode answer = request.send(gateway, key);
                    invocation
                            .out()
                            .println(
                                    key.code()
                                            + " "
                                            + answer.path("state").asString("")
                                            + ": "
                                            + answer.path("file").asString(""));
                } catch (CommandFailure e) {
                    invocation.err().println(key.code() + ": " + e.getMessage());
                    exit = 1;
                }
            }
            return exit;
        }
    }

    /// `affidavit log rotate`.
    @Command(
            name = "rotate",
            description = {
                "Has new keys take over: from now on both sign. Where several nodes run, make",
                "them with --prepare first, and copy the files into the keys of each node."
            })
    static final class Rotate extends Asked implements Callable<Integer> {

        @Option(names = "--prepare", description = "Only makes the files.")
        private boolean prepare;

        @Override
        public Integer call() {
            return each((gateway, key) ->
                    gateway.post(ROUTE, body().put("use", key.code()).put("prepareOnly", prepare)));
        }
    }

    /// `affidavit log retire`.
    @Command(
            name = "retire",
            description = "Ends the old keys, a day after the new ones took over at the earliest.")
    static final class Retire extends Asked implements Callable<Integer> {

        @Override
        public Integer call() {
            return each(
                    (gateway, key) -> gateway.post(ROUTE + "/" + key.code() + "/retire", body()));
        }
    }

    /// Asks about one key.
    @FunctionalInterface
    interface Request {

        JsonNode send(ControlPlane gateway, Key key);
    }
}
