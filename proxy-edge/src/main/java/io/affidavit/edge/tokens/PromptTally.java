package io.affidavit.edge.tokens;

import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.json.JsonText;
import io.affidavit.edge.json.JsonValue;
import java.util.concurrent.ThreadLocalRandom;

/// One pass over a scanned request of any dialect: the tokens of what a model reads in it, and a
/// fixed number for what is no text. Bounded: long texts are sampled, and when a request has had
/// its share, what is left counts like what came before.
///
/// Where a member's meaning is not known it counts as text: rather too many tokens than too few.
final class PromptTally {

    /// Most bytes of one request that are counted anew, and not reckoned from the others.
    private static final int MAX_BYTES = 128 * 1024;

    private static final int SAMPLES = 16;
    private static final int SMALLEST_SAMPLE = 256;
    private static final int BYTES_PER_TOKEN = 3;
    private static final int TOKENS_PER_REQUEST = 3;
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final int TOKENS_PER_TOOL = 10;

    private final TextTokens tokenizer;
    private final long imageTokens;
    private final byte[] body;
    private final JsonCursor json;
    private long tokens;
    private long textBytes;
    private long counted;
    private long fresh;
    private long extra = TOKENS_PER_REQUEST;
    private boolean tools;

    /// @param body scanned before
    /// @param imageTokens of one image
    PromptTally(TextTokens tokenizer, byte[] body, long imageTokens) {
        this.tokenizer = tokenizer;
        this.imageTokens = imageTokens;
        this.body = body;
        this.json = new JsonCursor(body, 0, body.length, false);
        try {
            root();
        } catch (JsonException e) {
            throw new IllegalStateException("body: unscanned (expected: JSON)", e);
        }
    }

    /// Tokens of the text.
    long tokens() {
        return tokens;
    }

    /// Its bytes.
    long textBytes() {
        return textBytes;
    }

    /// Tokens of everything else: what frames messages and tools, images, sound, documents.
    long extra() {
        return extra;
    }

    /// Whether tools were offered.
    boolean tools() {
        return tools;
    }

    private void root() throws JsonException {
        json.beginObject();
        while (json.nextMember()) {
            if (json.nameIs("messages")) {
                messages();
            } else if (json.nameIs("tools") || json.nameIs("functions")) {
                offered();
            } else if (json.nameIs("response_format") || json.nameIs("output_config")) {
                raw();
            } else if (json.nameIs("system")
                    || json.nameIs("prompt")
                    || json.nameIs("suffix")
                    || json.nameIs("input")) {
                read();
            } else {
                json.skip();
            }
        }
    }

    private void messages() throws JsonException {
        if (json.peek() != '[') {
            json.skip();
            return;
        }
        json.beginArray();
        while (json.nextElement()) {
            extra += TOKENS_PER_MESSAGE;
            read();
        }
    }

    private void offered() throws JsonException {
        if (json.peek() != '[') {
            json.skip();
            return;
        }
        json.beginArray();
        while (json.nextElement()) {
            tools = true;
            extra += TOKENS_PER_TOOL;
            raw();
        }
    }

    /// A value that a model reads, at any depth.
    private void read() throws JsonException {
        switch (json.peek()) {
            case '{' -> object();
            case '[' -> {
                json.beginArray();
                while (json.nextElement()) {
                    read();
                }
            }
            case '"' -> {
                int from = json.position() + 1;
                json.skip();
                text(from, json.position() - 1, true);
            }
            default -> {
                json.skip();
                extra++; // a token given as a number
            }
        }
    }

    private void object() throws JsonException {
        boolean image = false;
        JsonValue source = null;
        json.beginObject();
        while (json.nextMember()) {
            if (json.nameIs("type")) {
                image = json.value().is("image");
            } else if (json.nameIs("source") && json.peek() == '{') {
                source = json.value();
            } else {
                member();
            }
        }
        if (source != null) {
            source(source, image);
        }
    }

    private void member() throws JsonException {
        if (json.nameIs("role") || json.nameIs("cache_control")) {
            json.skip();
        } else if (json.nameIs("image_url")) {
            extra += MediaTokens.image(json.value(), imageTokens);
        } else if (json.nameIs("input_audio")) {
            extra += MediaTokens.audio(json.value());
        } else if ((json.nameIs("file") && json.peek() == '{') || json.nameIs("video_url")) {
            extra += MediaTokens.document(json.value());
        } else if (json.nameIs("input")) {
            raw(); // arguments of a tool call, names and all
        } else {
            read();
        }
    }

    /// An image or a document as Anthropic's Messages have it; a document can bring its text along.
    private void source(JsonValue source, boolean image) {
        JsonValue text = MediaTokens.text(source);
        if (text == null) {
            extra += image ? imageTokens : MediaTokens.source(source, imageTokens);
        } else {
            text(text.from(), text.to(), true);
        }
    }

    private void raw() throws JsonException {
        json.peek();
        int from = json.position();
        json.skip();
        text(from, json.position(), false);
    }

    private void text(int from, int to, boolean escaped) {
        int length = to - from;
        textBytes += length;
        int known = length <= TextTokens.MAX_BYTES ? tokenizer.known(body, from, to, escaped) : -1;
        long room = Math.min(TextTokens.MAX_BYTES, MAX_BYTES - fresh);
        if (known >= 0) {
            counted += length;
            tokens += known;
        } else if (length <= room) {
            counted += length;
            fresh += length;
            tokens += tokenizer.count(body, from, to, escaped);
        } else if (room >= SAMPLES * SMALLEST_SAMPLE) {
            counted += length;
            fresh += room;
            tokens += sampled(from, to, (int) room / SAMPLES);
        } else {
            tokens += likeBefore(length);
        }
    }

    /// One piece of each part of the text speaks for it. Which one is nobody's choice but chance's,
    /// so that dear text cannot be put where nobody looks.
    private long sampled(int from, int to, int size) {
        long found = 0;
        long seen = 0;
        int part = (to - from) / SAMPLES;
        for (int i = 0; i < SAMPLES; i++) {
            int chosen = ThreadLocalRandom.current().nextInt(part - size + 1);
            int start = JsonText.boundary(body, from + i * part + chosen, to);
            int end = JsonText.boundary(body, start + size - 1, to);
            found += tokenizer.count(body, start, end, false);
            seen += end - start;
        }
        return Math.ceilDiv(found * (to - from), Math.max(1, seen));
    }

    private long likeBefore(int length) {
        return Math.max(
                Math.ceilDiv((long) length, BYTES_PER_TOKEN),
                Math.ceilDiv(length * tokens, Math.max(1, counted)));
    }
}
