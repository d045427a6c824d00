package io.affidavit.edge.openai;

import io.affidavit.edge.dialect.FirstFault;
import io.affidavit.edge.dialect.InboundFault;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.InboundRequest.Facts;
import io.affidavit.edge.dialect.InboundRequest.Splice;
import io.affidavit.edge.dialect.InboundResult;
import io.affidavit.edge.dialect.MemberReader;
import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.value.FailureCode;
import org.jspecify.annotations.Nullable;

/// Reads a request body once: is it one JSON object, strict to the byte, with the members a call
/// needs in the types they must have. Everything else is the provider's to judge.
///
/// Wrong values are noted and told only after the whole body proved to be JSON; of several the
/// first in the body is told, and a missing member last.
public final class RequestScanner {

    private static final int MAX_CHOICES = 128;

    private final Surface surface;
    private final byte[] body;
    private final JsonCursor json;
    private final FirstFault faults = new FirstFault();
    private final MemberReader members;
    private @Nullable Splice options;
    private @Nullable Splice ours;
    private boolean contentSeen;
    private boolean stream;
    private boolean optionsGiven;
    private boolean usageAsked;
    private boolean base64Asked;
    private boolean costAsked;
    private long maxOutputTokens;
    private long choices = 1;
    private long prompts = 1;

    private RequestScanner(Surface surface, byte[] body) {
        this.surface = surface;
        this.body = body;
        this.json = new JsonCursor(body, 0, body.length, true);
        this.members = new MemberReader(body, json, faults);
    }

    /// Scans the body of a request.
    ///
    /// @param body kept by the result; not to be changed afterwards
    public static InboundResult scan(Surface surface, byte[] body) {
        RequestScanner scanner = new RequestScanner(surface, body);
        try {
            return scanner.root();
        } catch (JsonException e) {
            return new InboundFault(
                    FailureCode.MALFORMED_REQUEST,
                    null,
                    "body: " + e.getMessage() + " (expected: one JSON object in UTF-8)");
        }
    }

    private InboundResult root() throws JsonException {
        json.beginObject();
        int before = json.position();
        boolean first = true;
        while (json.nextMember()) {
            if (json.nameIs("usage")) {
                usage();
                ours = new Splice(before, json.position(), "");
            } else {
                if (ours != null && first) { // the comma behind it goes with it
                    ours = new Splice(ours.from(), json.nameFrom(), "");
                }
                first = false;
                member();
            }
            before = json.position();
        }
        int closing = json.position() - 1;
        json.finish();
        return result(closing);
    }

    private void member() throws JsonException {
        if (json.nameIs("model")) {
            members.model();
        } else if (json.nameIs("models")) {
            otherModels("models");
        } else if (json.nameIs("fallbacks")) {
            otherModels("fallbacks");
        } else if (surface == Surface.EMBEDDINGS) {
            embeddingsMember();
        } else if (surface == Surface.COMPLETIONS) {
            completionsMember();
        } else {
            chatMember();
        }
    }

    /// Some servers behind this API take further models here and ask those that the key may not
    /// use, at other prices.
    private void otherModels(String name) throws JsonException {
        boolean given = json.peek() != 'n';
        json.skip();
        if (given) {
            faults.note(
                    FailureCode.UNSUPPORTED_PARAMETER,
                    name,
                    "given (expected: absent, the route of an alias says who may answer)");
        }
    }

    private void embeddingsMember() throws JsonException {
        if (json.nameIs("input")) {
            input();
        } else if (json.nameIs("encoding_format")) {
            base64Asked = "base64".equals(json.string(16));
        } else {
            json.skip();
        }
    }

    private void chatMember() throws JsonException {
        if (json.nameIs("messages")) {
            contentSeen = true;
            MessageScanner.scan(json, faults);
        } else if (json.nameIs("max_completion_tokens")) {
            maxOutputTokens("max_completion_tokens");
        } else {
            answerMember();
        }
    }

    private void completionsMember() throws JsonException {
        if (json.nameIs("prompt")) {
            contentSeen = true;
            prompts = PromptScanner.scan(json, faults);
        } else if (json.nameIs("best_of")) {
            choices("best_of");
        } else {
            answerMember();
        }
    }

    /// What chats and text completions have in common.
    private void answerMember() throws JsonException {
        if (json.nameIs("stream")) {
            stream = members.flag("stream");
        } else if (json.nameIs("stream_options")) {
            streamOptions();
        } else if (json.nameIs("max_tokens")) {
            maxOutputTokens("max_tokens");
        } else if (json.nameIs("n")) {
            choices("n");
        } else {
            json.skip();
        }
    }

    private void maxOutputTokens(String name) throws JsonException {
        maxOutputTokens = Math.max(maxOutputTokens, members.count(name, Long.MAX_VALUE));
    }

    private void choices(String name) throws JsonException {
        choices = Math.max(choices, members.count(name, MAX_CHOICES));
    }

    private void input() throws JsonException {
        contentSeen = true;
        byte first = json.peek();
        int from = json.position();
        json.skip();
        if (first != '"' && first != '[') {
            faults.note(
                    FailureCode.INVALID_TYPE,
                    "input",
                    "another type (expected: a string or an array)");
        } else if (onlyBrackets(from, json.position())) {
            faults.note(
                    FailureCode.INVALID_VALUE, "input", "empty (expected: some text or tokens)");
        }
    }

    private void streamOptions() throws JsonException {
        byte first = json.peek();
        int from = json.position();
        if (first != '{') {
            json.skip();
            options = new Splice(from, json.position(), "{\"include_usage\":true}");
            if (first != 'n') {
                faults.note(
                        FailureCode.INVALID_TYPE,
                        "stream_options",
                        "another type (expected: an object)");
            }
            return;
        }
        optionsGiven = true;
        boolean empty = true;
        json.beginObject();
        while (json.nextMember()) {
            empty = false;
            if (json.nameIs("include_usage")) {
                json.peek();
                int value = json.position();
                usageAsked = members.flag("stream_options.include_usage");
                options = new Splice(value, json.position(), "true");
            } else {
                json.skip();
            }
        }
        if (options == null) {
            options = new Splice(from + 1, from + 1, "\"include_usage\":true" + (empty ? "" : ","));
        }
    }

    /// Asks the gateway for the cost. No provider is shown it.
    private void usage() throws JsonException {
        byte first = json.peek();
        if (first != '{') {
            json.skip();
            if (first != 'n') {
                faults.note(
                        FailureCode.INVALID_TYPE, "usage", "another type (expected: an object)");
            }
            return;
        }
        json.beginObject();
        while (json.nextMember()) {
            if (json.nameIs("include")) {
                costAsked = members.flag("usage.include");
            } else {
                json.skip();
            }
        }
    }

    private boolean onlyBrackets(int from, int to) {
        for (int i = from + 1; i < to - 1; i++) {
            if (body[i] > ' ' || body[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private InboundResult result(int closing) {
        members.requireModel();
        if (!contentSeen) {
            faults.note(
                    FailureCode.MISSING_PARAMETER,
                    contentName(),
                    "missing (expected: what to answer)");
        }
        if (optionsGiven && !stream) {
            faults.note(
                    FailureCode.INVALID_VALUE,
                    "stream_options",
                    "given (expected: only with stream)");
        }
        InboundFault fault = faults.first();
        if (fault != null) {
            return fault;
        }
        Facts facts =
                new Facts(
                        stream,
                        usageAsked || costAsked,
                        base64Asked,
                        costAsked,
                        maxOutputTokens,
                        choices * prompts,
                        members.modelValue(),
                        stream ? askUsage(closing) : null,
                        ours);
        return new InboundRequest(surface, body, members.modelName(), facts);
    }

    private String contentName() {
        return switch (surface) {
            case EMBEDDINGS -> "input";
            case COMPLETIONS -> "prompt";
            case CHAT_COMPLETIONS, MESSAGES -> "messages";
        };
    }

    private @Nullable Splice askUsage(int closing) {
        if (usageAsked) {
            return null;
        }
        return options == null
                ? new Splice(closing, closing, ",\"stream_options\":{\"include_usage\":true}")
                : options;
    }
}
