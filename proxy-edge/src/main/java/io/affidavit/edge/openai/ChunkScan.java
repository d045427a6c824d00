package io.affidavit.edge.openai;

import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.schemas.value.TokenUsage;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// One chunk of a stream, checked to be one JSON object and taken apart as far as metering needs.
/// Offsets are into the scanned bytes.
final class ChunkScan {

    private static final int MAX_NAME_BYTES = 256;

    /// Far beyond what the longest list of prompts and `n` ask for.
    private static final int MAX_INDEX = 1 << 18;

    private final JsonCursor json;
    boolean error;
    boolean choicesSeen;
    int choices;
    int choicesFrom;
    int choicesTo;
    boolean finished;
    boolean broken;
    boolean firstFinished;
    @Nullable String finishReason;
    long highestIndex = -1;

    /// Choices that end with this chunk; `null` where none does.
    @Nullable BitSet ended;

    /// A finish reason in the provider's own words, as clients know it; `null` where all are.
    @Nullable String knownReason;

    int reasonFrom;
    int reasonTo;
    long contentBytes;
    int usageFrom = -1;
    int usageTo;
    int usageValueFrom;
    int usageValueTo;
    @Nullable TokenUsage usage;
    @Nullable String model;
    @Nullable String id;
    @Nullable String serviceTier;

    private ChunkScan(byte[] bytes, int from, int to) {
        json = new JsonCursor(bytes, from, to, false);
    }

    /// @param names whether the model and the id are wanted: they are the same in all chunks
    static ChunkScan of(byte[] bytes, int from, int to, boolean names) throws JsonException {
        ChunkScan scan = new ChunkScan(bytes, from, to);
        scan.root(names);
        return scan;
    }

    private void root(boolean names) throws JsonException {
        json.beginObject();
        int before = json.position();
        boolean first = true;
        boolean usageFirst = false;
        while (json.nextMember()) {
            if (usageFirst) { // the comma behind it goes with it
                usageTo = json.nameFrom();
                usageFirst = false;
            }
            if (json.nameIs("usage")) {
                usageFrom = before;
                json.peek();
                usageValueFrom = json.position();
                usage = UsageReader.read(json);
                usageValueTo = json.position();
                usageTo = usageValueTo;
                usageFirst = first;
            } else {
                member(names);
            }
            before = json.position();
            first = false;
        }
        json.finish();
    }

    private void member(boolean names) throws JsonException {
        if (json.nameIs("choices")) {
            choices();
        } else if (names && json.nameIs("model")) {
            model = json.string(MAX_NAME_BYTES);
        } else if (names && json.nameIs("id")) {
            id = json.string(MAX_NAME_BYTES);
        } else if (json.nameIs("service_tier")) {
            serviceTier = json.string(MAX_NAME_BYTES);
        } else if (json.nameIs("error")) {
            error = json.peek() != 'n';
            json.skip();
        } else {
            json.skip();
        }
    }

    private void choices() throws JsonException {
        if (json.peek() != '[') {
            json.skip();
            return;
        }
        choicesSeen = true;
        choicesFrom = json.position();
        json.beginArray();
        while (json.nextElement()) {
            choices++;
            choice();
        }
        choicesTo = json.position();
    }

    private void choice() throws JsonException {
        long index = 0;
        boolean ends = false;
        String reason = null;
        json.beginObject();
        while (json.nextMember()) {
            if (json.nameIs("delta")) {
                delta();
            } else if (json.nameIs("text")) {
                contentBytes += Math.max(0, json.skipCounting() - 2);
            } else if (json.nameIs("finish_reason")) {
                json.peek();
                int before = json.position();
                reason = json.string(MAX_NAME_BYTES);
                ends = reason != null && !reason.isEmpty(); // some say "" until they know
                noteOwnWord(reason, before);
            } else if (json.nameIs("index")) {
                index = Math.max(0, json.natural());
            } else {
                json.skip();
            }
        }
        if (index > MAX_INDEX) {
            throw new JsonException("index: " + index + " (expected: at most " + MAX_INDEX + ")");
        }
        highestIndex = Math.max(highestIndex, index);
        if (ends) {
            finished = true;
            ended = ended == null ? new BitSet() : ended;
            ended.set((int) index);
            broken |= reason != null && ProviderQuirks.isFaulty(reason);
            if (index == 0) {
                firstFinished = true;
                finishReason = reason;
            }
        }
    }

    private void noteOwnWord(@Nullable String reason, int before) {
        if (reason != null && !ProviderQuirks.finishReason(reason).equals(reason)) {
            knownReason = ProviderQuirks.finishReason(reason);
            reasonFrom = before;
            reasonTo = json.position();
        }
    }

    /// Clients look into it without asking what it is.
    private void delta() throws JsonException {
        if (json.peek() == 'n') {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextMember()) {
            boolean role = json.nameIs("role");
            byte first = json.peek();
            int length = json.skipCounting();
            if (!role && first != 'n') {
                contentBytes += first == '"' ? length - 2 : length;
            }
        }
    }
}
