package io.affidavit.replay.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `affidavit export`.
@Command(
        name = "export",
        description = "Has the gateway make a signed bundle of records and fetches it.")
final class ExportCommand implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();

    @Mixin private final Invocation invocation = new Invocation();

    @Spec private picocli.CommandLine.Model.@Nullable CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private final Subject subject = new Subject();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "With --org: the first moment, such as 2026-11-01; else its first record.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "With --org: the first moment that is not meant any more; else now.")
    private @Nullable String to;

    @Option(
            names = "--purpose",
            paramLabel = "TEXT",
            defaultValue = "export from the command line",
            description = "Why; it is put on record and stands in the bundle.")
    private String purpose = "";

    @Option(
            names = "--withhold",
            paramLabel = "TYPE",
            split = ",",
            description = "Proves records of these types without showing them.")
    private String[] withhold = {};

    @Option(
            names = "--disclose",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Opens parts of these names and puts their texts into the bundle, such as"
                            + " request,response; that is put on record, too.")
    private String[] disclose = {};

    @Option(
            names = "--known",
            paramLabel = "FILE",
            description =
                    "A checkpoint of the log that you hold from earlier: the bundle proves that it"
                            + " continues it (verify --known-checkpoint).")
    private @Nullable Path known;

    @Option(
            names = "--no-stamp",
            description = "Without outside time stamps, also where the gateway has an authority.")
    private boolean unstamped;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "Where the bundle goes; a file that is there already stays.")
    private Path out = Path.of("");

    @Option(names = "--json", description = "What the gateway answered.")
    private boolean json;

    /// What the bundle is about.
    private static final class Subject {

        @Option(names = "--call", paramLabel = "ID", description = "One call.")
        private @Nullable String call;

        @Option(names = "--key", paramLabel = "ID", description = "A key's life.")
        private @Nullable String key;

        @Option(names = "--limit", paramLabel = "ID", description = "A limit's life.")
        private @Nullable String limit;

        @Option(names = "--org", paramLabel = "ID", description = "An organization's period.")
        private @Nullable String organization;

        @Option(
                names = "--calls",
                paramLabel = "FILE",
                description = "Calls of one organization: a file with an id a line.")
        private @Nullable Path calls;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (subject.organization == null && (from != null || to != null)) {
            throw usage("--from and --to go with --org");
        }
        if (Files.exists(out)) {
            throw new CommandFailure(out + ": is there already");
        }
        ObjectNode body = JSON.createObjectNode();
        body.set("scope", scope());
        body.put("purpose", purpose);
        list(body, "withhold", withhold);
        list(body, "disclose", disclose);
        if (known != null) {
            body.put("known", new String(InputFiles.read(known), StandardCharsets.UTF_8));
        }
        if (unstamped) {
            body.put("stamp", false);
        }
        Exports exports =
                new Exports(
                        invocation.installation().controlPlane(),
                        ProgressLine.to(invocation.err()));
        JsonNode bundle = exports.fetch(body, out);
        invocation
                .out()
                .println(
                        json
                                ? bundle.toString()
                                : out
                                        + ": "
                                        + bundle.path("recordsTotal").asString()
                                        + " records, "
                                        + texts(bundle)
                                        + "SHA256SUMS "
                                        + bundle.path("sums").asString());
        return 0;
    }

    private static void list(ObjectNode body, String name, String[] values) {
        if (values.length > 0) {
            ArrayNode list = body.putArray(name);
            for (String value : values) {
                list.add(value);
            }
        }
    }

    /// What was asked for may be there without its text, or not at all.
    private String texts(JsonNode bundle) {
        return disclose.length == 0
                ? ""
                : "%d texts and %d salts without a text, "
                        .formatted(bundle.path("texts").asLong(), bundle.path("salts").asLong());
    }

    private ObjectNode scope() {
        ObjectNode scope = JSON.createObjectNode();
        if (subject.call != null) {
            return scope.put("kind", "call").put("id", subject.call);
        }
        if (subject.key != null) {
            return scope.put("kind", "key").put("id", subject.key);
        }
        if (subject.limit != null) {
            return scope.put("kind", "limit").put("id", subject.limit);
        }
        if (subject.organization != null) {
            scope.put("kind", "organization").put("id", subject.organization);
            return scope.put("from", from).put("to", to);
        }
        ArrayNode ids = scope.put("kind", "calls").putArray("ids");
        Path file = subject.calls;
        if (file == null) {
            throw usage("nothing to export");
        }
        try {
            Files.readString(file)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .distinct()
                    .forEach(ids::add);
        } catch (IOException e) {
            throw new CommandFailure(file + ": cannot be read: " + e.getMessage(), e);
        }
        return scope;
    }

    private ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException("asked before the command line was read");
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
