package io.affidavit.edge.translate;

import io.affidavit.edge.anthropic.MessageEvent;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonValue;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The content blocks of one streamed message, each turned into chunks as it grows. Blocks and
/// changes that a chat has no place for are passed over; one that belongs to no open block means
/// that something is lost.
final class ChatToAnthropicBlocks {

    private static final int MAX_OPEN = 64;
    private static final byte[] NO_ARGUMENTS = "\"{}\"".getBytes(StandardCharsets.US_ASCII);

    private final ChatChunks chunks;
    private final boolean wantsJson;
    private final Map<Long, Block> open = new TreeMap<>();
    private int calls;
    private long contentBytes;

    ChatToAnthropicBlocks(ChatChunks chunks, boolean wantsJson) {
        this.chunks = chunks;
        this.wantsJson = wantsJson;
    }

    /// What a block becomes.
    private enum Kind {
        WORDS,
        CALL,
        /// The call of the tool that answers: its input is the text.
        ANSWER,
        OTHER
    }

    /// An open block.
    private static final class Block {
        final Kind kind;

        /// Among the answer's tool calls.
        final int call;

        /// Arguments that came with the beginning, as a JSON string; sent if no others come.
        final byte[] arguments;

        boolean filled;

        Block(Kind kind, int call, byte[] arguments) {
            this.kind = kind;
            this.call = call;
            this.arguments = arguments;
        }
    }

    /// Whether the client got a tool call.
    boolean called() {
        return calls > 0;
    }

    /// Bytes of content so far, as JSON.
    long contentBytes() {
        return contentBytes;
    }

    void start(MessageEvent event, ByteBuf out) throws JsonException {
        if (open.size() >= MAX_OPEN || open.containsKey(event.index()) || event.index() < 0) {
            throw new JsonException("content_block_start with an impossible index");
        }
        JsonMembers block = JsonMembers.of(event.block());
        Block begun =
                switch (block.text("type")) {
                    case "text" -> {
                        words(out, block.string("text"), false);
                        yield new Block(Kind.WORDS, 0, NO_ARGUMENTS);
                    }
                    case "thinking" -> {
                        words(out, block.string("thinking"), true);
                        yield new Block(Kind.WORDS, 0, NO_ARGUMENTS);
                    }
                    case "tool_use" -> toolUse(block, out);
                    default -> new Block(Kind.OTHER, 0, NO_ARGUMENTS);
                };
        open.put(event.index(), begun);
    }

    void delta(MessageEvent event, ByteBuf out) throws JsonException {
        Block block = open.get(event.index());
        if (block == null) {
            throw new JsonException("content_block_delta outside of any block");
        }
        JsonMembers delta = JsonMembers.of(event.delta());
        String type = delta.text("type");
        boolean words = block.kind == Kind.WORDS;
        if (words && type.equals("text_delta")) {
            words(out, delta.string("text"), false);
        } else if (words && type.equals("thinking_delta")) {
            words(out, delta.string("thinking"), true);
        } else if (type.equals("input_json_delta")) {
            input(block, delta.string("partial_json"), out);
        } // or a signature, a citation, what is yet to come
    }

    void stop(MessageEvent event, ByteBuf out) throws JsonException {
        Block block = open.remove(event.index());
        if (block == null) {
            throw new JsonException("content_block_stop outside of any block");
        }
        close(block, out);
    }

    /// The message is over, and with it every block.
    void stopAll(ByteBuf out) {
        open.values().forEach(block -> close(block, out));
        open.clear();
    }

    private Block toolUse(JsonMembers block, ByteBuf out) throws JsonException {
        JsonValue name = block.string("name");
        if (name == null || block.string("id") == null) {
            throw new JsonException("tool call without id or name");
        }
        JsonValue input = block.get("input");
        byte[] arguments =
                input != null && input.isObject()
                        ? new JsonOut(input.length() + 2).quoted(input).toArray()
                        : NO_ARGUMENTS;
        if (wantsJson && name.is(ChatToAnthropicTools.ANSWER)) {
            return new Block(Kind.ANSWER, 0, arguments);
        }
        String id = ToolIds.inward(block.text("id"));
        contentBytes += name.length();
        chunks.call(out, calls, id, name);
        return new Block(Kind.CALL, calls++, arguments);
    }

    private void input(Block block, @Nullable JsonValue piece, ByteBuf out) {
        if (piece == null || isEmpty(piece)) {
            return;
        }
        block.filled = true;
        arguments(block, piece, out);
    }

    private void close(Block block, ByteBuf out) {
        if (!block.filled) {
            JsonValue all = new JsonValue(block.arguments, 0, block.arguments.length);
            arguments(block, all, out);
        }
    }

    private void arguments(Block block, JsonValue piece, ByteBuf out) {
        switch (block.kind) {
            case CALL -> {
                contentBytes += piece.length();
                chunks.arguments(out, block.call, piece);
            }
            case ANSWER -> words(out, piece, false);
            case WORDS, OTHER -> {}
        }
    }

    private void words(ByteBuf out, @Nullable JsonValue piece, boolean thought) {
        if (piece == null || isEmpty(piece)) {
            return;
        }
        contentBytes += piece.length() - 2;
        if (thought) {
            chunks.reasoning(out, piece);
        } else {
            chunks.content(out, piece);
        }
    }

    private static boolean isEmpty(JsonValue string) {
        return string.length() <= 2;
    }
}
