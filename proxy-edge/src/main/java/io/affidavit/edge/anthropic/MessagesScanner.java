package io.affidavit.edge.anthropic;

import io.affidavit.edge.dialect.FirstFault;
import io.affidavit.edge.dialect.InboundFault;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.InboundRequest.Facts;
import io.affidavit.edge.dialect.InboundResult;
import io.affidavit.edge.dialect.MemberReader;
import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.value.FailureCode;

/// Reads the body of a Messages request once: is it one JSON object, strict to the byte, with the
/// members a call needs in the types they must have. Everything else is the provider's to judge.
///
/// Wrong values are told only after the whole body proved to be JSON; of several the first in the
/// body, and a missing member last.
public final class MessagesScanner {

    /// Most messages and blocks together; the real service takes as many messages.
    private static final int MAX_ITEMS = 100_000;

    private final byte[] body;
    private final boolean answered;
    private final JsonCursor json;
    private final FirstFault faults = new FirstFault();
    private final MemberReader members;
    private boolean messagesSeen;
    private boolean maxTokensSeen;
    private boolean stream;
    private int items;
    private long maxTokens;

    private MessagesScanner(byte[] body, boolean answered) {
        this.body = body;
        this.answered = answered;
        this.json = new JsonCursor(body, 0, body.length, true);
        this.members = new MemberReader(body, json, faults);
    }

    /// Scans the body of a request that is to be answered.
    ///
    /// @param body kept by the result; not to be changed afterwards
    public static InboundResult scan(byte[] body) {
        return new MessagesScanner(body, true).scan();
    }

    /// Scans the body of a request whose tokens are to be counted: it needs no `max_tokens`.
    ///
    /// @param body kept by the result; not to be changed afterwards
    public static InboundResult scanToCount(byte[] body) {
        return new MessagesScanner(body, false).scan();
    }

    private InboundResult scan() {
        try {
            json.beginObject();
            while (json.nextMember()) {
                member();
            }
            json.finish();
            return result();
        } catch (JsonException e) {
            return new InboundFault(
                    FailureCode.MALFORMED_REQUEST,
                    null,
                    "body: " + e.getMessage() + " (expected: one JSON object in UTF-8)");
        }
    }

    private void member() throws JsonException {
        if (json.nameIs("model")) {
            members.model();
        } else if (json.nameIs("messages")) {
            messagesSeen = true;
            messages();
        } else if (json.nameIs("max_tokens")) {
            maxTokensSeen = json.peek() != 'n';
            maxTokens = members.count("max_tokens", Long.MAX_VALUE);
        } else if (json.nameIs("stream")) {
            stream = members.flag("stream");
        } else if (json.nameIs("system")) {
            textOrBlocks("system", true);
        } else {
            json.skip();
        }
    }

    private void messages() throws JsonException {
        if (json.peek() != '[') {
            faults.note(FailureCode.INVALID_TYPE, "messages", "another type (expected: an array)");
            json.skip();
            return;
        }
        json.beginArray();
        int index = 0;
        while (json.nextElement()) {
            count();
            message("messages[" + index++ + "]");
        }
        if (index == 0) {
            faults.note(
                    FailureCode.INVALID_VALUE,
                    "messages",
                    "empty (expected: at least one message)");
        }
    }

    private void message(String path) throws JsonException {
        if (json.peek() != '{') {
            faults.note(FailureCode.INVALID_TYPE, path, "another type (expected: an object)");
            json.skip();
            return;
        }
        boolean role = false;
        boolean content = false;
        json.beginObject();
        while (json.nextMember()) {
            if (json.nameIs("role")) {
                role = true;
                if (json.peek() != '"') {
                    faults.note(
                            FailureCode.INVALID_TYPE,
                            path + ".role",
                            "another type (expected: a string)");
                }
                json.skip();
            } else if (json.nameIs("content")) {
                content = true;
                textOrBlocks(path + ".content", false);
            } else {
                json.skip();
            }
        }
        require(role, path + ".role", "a role");
        require(content, path + ".content", "a text or blocks");
    }

    private void textOrBlocks(String path, boolean nullable) throws JsonException {
        byte first = json.peek();
        if (first != '[') {
            if (first != '"' && !(nullable && first == 'n')) {
                faults.note(
                        FailureCode.INVALID_TYPE,
                        path,
                        "another type (expected: a string or an array)");
            }
            json.skip();
            return;
        }
        json.beginArray();
        int index = 0;
        while (json.nextElement()) {
            count();
            if (json.peek() != '{') {
                faults.note(
                        FailureCode.INVALID_TYPE,
                        path + "[" + index + "]",
                        "another type (expected: an object)");
            }
            inner();
            index++;
        }
    }

    /// A value at any depth. Blocks within blocks count as well.
    private void inner() throws JsonException {
        switch (json.peek()) {
            case '{' -> {
                json.beginObject();
                while (json.nextMember()) {
                    if (json.nameIs("content") && json.peek() == '[') {
                        json.beginArray();
                        while (json.nextElement()) {
                            count();
                            inner();
                        }
                    } else {
                        inner();
                    }
                }
            }
            case '[' -> {
                json.beginArray();
                while (json.nextElement()) {
                    inner();
                }
            }
            default -> json.skip();
        }
    }

    private void count() throws JsonException {
        if (++items > MAX_ITEMS) {
            throw new JsonException("more than " + MAX_ITEMS + " messages and blocks");
        }
    }

    private void require(boolean given, String path, String what) {
        if (!given) {
            faults.note(FailureCode.MISSING_PARAMETER, path, "missing (expected: " + what + ")");
        }
    }

    private InboundResult result() {
        members.requireModel();
        require(messagesSeen, "messages", "what to answer");
        require(maxTokensSeen || !answered, "max_tokens", "an integer from 1");
        InboundFault fault = faults.first();
        if (fault != null) {
            return fault;
        }
        Facts facts =
                new Facts(
                        stream,
                        false,
                        false,
                        false,
                        maxTokens,
                        1,
                        members.modelValue(),
                        null,
                        null);
        return new InboundRequest(Surface.MESSAGES, body, members.modelName(), facts);
    }
}
