package io.affidavit.replay.cli;

import io.affidavit.replay.proof.KeyHistory;
import io.affidavit.replay.proof.ReceiptCheck;
import io.affidavit.replay.proof.TrustPolicy;
import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failure;
import io.affidavit.replay.verify.Failures;
import io.affidavit.schemas.evidence.EvidenceEvent;
import io.affidavit.schemas.evidence.LogKeyAdded;
import io.affidavit.schemas.evidence.LogKeyRetired;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.Receipt;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.serial.EventSerializer;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `affidavit receipt verify`.
@Command(
        name = "verify",
        description =
                "Checks a receipt's signature and that the log keeps its promise: with --policy and"
                        + " --proof offline, else by asking the gateway of the data directory.",
        exitCodeListHeading = "Exit codes (of the first step that fails):%n",
        exitCodeList = {
            "0:good, by keys that you brought along",
            "1:usage or I/O",
            "2:no receipt",
            "3:good, by keys that the gateway itself told",
            "4:signed, but no checkpoint covers the record yet",
            "20:signature of the checkpoint",
            "21:a log without a known receipt key",
            "23:the proof is against another checkpoint than yours",
            "24:signature of the receipt",
            "30:the log does not hold what was promised"
        })
final class ReceiptVerifyCommand implements Callable<Integer> {

    private static final int BY_GATEWAY = 3;
    private static final int NOT_YET = 4;

    @Mixin private final Invocation invocation = new Invocation();

    @Parameters(
            paramLabel = "RECEIPT",
            description = "The value of `x-affidavit-receipt`, or a file that holds it.")
    private String receipt = "";

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Keys of the log, with a line `# receipt <verifier key>`.")
    private @Nullable Path policy;

    @Option(names = "--proof", paramLabel = "FILE", description = "A tlog-proof of the record.")
    private @Nullable Path proof;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "The proof must be against this checkpoint.")
    private @Nullable Path checkpoint;

    @Option(names = "--json", description = "One JSON object for machines.")
    private boolean json;

    /// The answer for machines.
    ///
    /// @param kept whether the log is proven to keep the promise
    record Answer(
            boolean sound,
            int code,
            boolean kept,
            String origin,
            String position,
            String leaf,
            @Nullable String size,
            List<FsckAnswer.Line> failures) {}

    @Override
    public Integer call() {
        List<Failure> listed = new ArrayList<>();
        Failures failures = new Failures(listed::add);
        Receipt parsed = parsed(failures);
        Checkpoint covering = parsed == null ? null : check(parsed, failures);
        int code = code(failures, covering);
        PrintWriter out = invocation.out();
        if (json) {
            out.println(
                    new JsonMapper().writeValueAsString(answer(parsed, covering, code, listed)));
        } else {
            listed.forEach(failure -> out.println(failure.line()));
            if (parsed != null) {
                out.println(line(parsed, covering, code));
            }
        }
        return code;
    }

    private @Nullable Receipt parsed(Failures failures) {
        Path file = Path.of(receipt.contains(";") ? "" : receipt);
        String text =
                Files.isRegularFile(file)
                        ? new String(InputFiles.read(file), StandardCharsets.ISO_8859_1)
                        : receipt;
        try {
            return Receipt.parse(text.strip());
        } catch (IllegalArgumentException e) {
            failures.add(
                    Check.MALFORMED,
                    "receipt",
                    String.valueOf(e.getMessage()),
                    "the value of x-affidavit-receipt");
            return null;
        }
    }

    private @Nullable Checkpoint check(Receipt promised, Failures failures) {
        TrustPolicy trusted =
                policy == null
                        ? told(promised, failures)
                        : InputFiles.parsed(policy, TrustPolicy::parse);
        ReceiptCheck check = new ReceiptCheck(trusted, failures);
        check.checkSignature(promised);
        Checkpoint held =
                checkpoint == null
                        ? null
                        : InputFiles.parsed(
                                checkpoint, bytes -> SignedNote.parse(bytes).checkpoint());
        String text = proofText(promised, held);
        return text == null ? null : check.checkProof(promised, text, held);
    }

    private @Nullable String proofText(Receipt promised, @Nullable Checkpoint held) {
        if (proof != null) {
            return new String(InputFiles.read(proof), StandardCharsets.UTF_8);
        }
        Map<String, String> question = new TreeMap<>();
        question.put("pos", Long.toString(promised.position()));
        question.put("log", ordinal(promised));
        if (held != null) {
            question.put("size", Long.toString(held.size()));
        }
        try {
            return invocation
                    .installation()
                    .controlPlane()
                    .text("/evidence/proof/inclusion", question);
        } catch (ControlPlane.NotFound e) {
            return null;
        }
    }

    /// The ordinal of a receipt's log; that of the first one for a log that the gateway has not.
    private String ordinal(Receipt promised) {
        for (JsonNode event : told(LogOpened.class)) {
            if (event.path("data").path("origin").asString("").equals(promised.origin().value())) {
                return event.path("log").asString("0");
            }
        }
        return "0";
    }

    private JsonNode told(Class<? extends EvidenceEvent> event) {
        return invocation
                .installation()
                .controlPlane()
                .get("/audit/events", Map.of("type", EventNames.of(event).type(), "limit", "200"))
                .path("data");
    }

    /// The keys that the log of a receipt names in its own records; none for a log that is not the
    /// gateway's.
    private TrustPolicy told(Receipt promised, Failures failures) {
        String log = ordinal(promised);
        List<JsonNode> records = new ArrayList<>();
        for (Class<? extends EvidenceEvent> event :
                List.of(LogOpened.class, LogKeyAdded.class, LogKeyRetired.class)) {
            for (JsonNode record : told(event)) {
                if (record.path("log").asString("0").equals(log)) {
                    records.add(record);
                }
            }
        }
        records.sort(Comparator.comparingLong(record -> record.path("position").asLong()));
        KeyHistory history = new KeyHistory(failures);
        try {
            for (JsonNode record : records) {
                history.add(
                        record.path("position").asLong(),
                        Instant.parse(record.path("at").asString("")),
                        event(record));
            }
        } catch (RuntimeException e) {
            throw new CommandFailure("the log's keys: " + e.getMessage(), e);
        }
        return history.policy();
    }

    private static EvidenceEvent event(JsonNode record) {
        return (EvidenceEvent)
                EventSerializer.read(
                        record.path("type").asString(""),
                        record.path("revision").asString(""),
                        record.path("data").toString().getBytes(StandardCharsets.UTF_8),
                        List.of());
    }

    private int code(Failures failures, @Nullable Checkpoint covering) {
        if (failures.count() > 0) {
            return failures.exitCode();
        }
        if (covering == null) {
            return NOT_YET;
        }
        return policy == null ? BY_GATEWAY : 0;
    }

    private String line(Receipt promised, @Nullable Checkpoint covering, int code) {
        String state =
                switch (code) {
                    case 0, BY_GATEWAY -> "OK";
                    case NOT_YET -> "SIGNED, no checkpoint covers it yet,";
                    default -> "NOT SOUND";
                };
        return "%s pos=%d leaf=%s size=%s log=%s trust=%s"
                .formatted(
                        state,
                        promised.position(),
                        promised.leaf(),
                        covering == null ? "-" : Long.toString(covering.size()),
                        promised.origin(),
                        policy == null ? "gateway" : "external");
    }

    private static Answer answer(
            @Nullable Receipt promised,
            @Nullable Checkpoint covering,
            int code,
            List<Failure> listed) {
        return new Answer(
                listed.isEmpty(),
                code,
                code == 0 || code == BY_GATEWAY,
                promised == null ? "" : promised.origin().value(),
                promised == null ? "" : Long.toString(promised.position()),
                promised == null ? "" : promised.leaf().value(),
                covering == null ? null : Long.toString(covering.size()),
                listed.stream().map(FsckAnswer.Line::of).toList());
    }
}
