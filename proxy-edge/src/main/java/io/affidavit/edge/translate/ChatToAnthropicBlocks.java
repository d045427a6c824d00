package io.affidavit.edge.translate;

import io.affidavit.edge.anthropic.MessageEvent;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonSpan;
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

    void start(MessageEvent event, byte[] bytes, ByteBuf out) throws JsonException {
        if (open.size() >= MAX_OPEN || open.containsKey(event.index()) || event.index() < 0) {
            throw new JsonException("content_block_start with an impossible index");
        }
        JsonMembers block = JsonMembers.of(bytes, event.block());
        Block begun =
                switch (block.text("type")) {
                    case "text" -> {
                        words(out, bytes, block.string("text"), false);
                        yield new Block(Kind.WORDS, 0, NO_ARGUMENTS);
                    }
                    case "thinking" -> {
                        words(out, bytes, block.string("thinking"), true);
                        yield new Block(Kind.WORDS, 0, NO_ARGUMENTS);
                    }
                    case "tool_use" -> toolUse(block, bytes, out);
                    default -> new Block(Kind.OTHER, 0, NO_ARGUMENTS);
                };
        open.put(event.index(), begun);
    }

    void delta(MessageEvent event, byte[] bytes, ByteBuf out) throws JsonException {
        Block block = open.get(event.index());
        if (block == null) {
            throw new JsonException("content_block_delta outside of any block");
        }
        JsonMembers delta = JsonMembers.of(bytes, event.delta());
        String type = delta.text("type");
        boolean words = block.kind == Kind.WORDS;
        if (words && type.equals("text_delta")) {
            words(out, bytes, delta.string("text"), false);
        } else if (words && type.equals("thinking_delta")) {
            words(out, bytes, delta.string("thinking"), true);
        } else if (type.equals("input_json_delta")) {
            input(block, bytes, delta.string("partial_json"), out);
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

    private Block toolUse(JsonMembers block, byte[] bytes, ByteBuf out) throws JsonException {
        JsonSpan name = block.string("name");
        if (name == null || block.string("id") == null) {
            throw new JsonException("tool call without id or name");
        }
        JsonSpan input = block.get("input");
        byte[] arguments =
                input != null && input.isObject(bytes)
                        ? new JsonOut(input.length() + 2).quoted(bytes, input).toArray()
                        : NO_ARGUMENTS;
        if (wantsJson && name.isText(bytes, ChatToAnthropicTools.ANSWER)) {
            return new Block(Kind.ANSWER, 0, arguments);
        }
        String id = ToolIds.inward(block.text("id"));
        contentBytes += name.length();
        chunks.call(out, calls, id, bytes, name);
        return new Block(Kind.CALL, calls++, arguments);
    }

    private void input(Block block, byte[] bytes, @Nullable JsonSpan piece, ByteBuf out) {
        if (piece == null || isEmpty(piece)) {
            return;
        }
        block.filled = true;
        arguments(block, bytes, piece, out);
    }

    private void close(Block block, ByteBuf out) {
        if (!block.filled) {
            JsonSpan all = new JsonSpan(0, block.arguments.length);
            arguments(block, block.arguments, all, out);
        }
    }

    private void arguments(Block block, byte[] bytes, JsonSpan piece, ByteBuf out) {
        switch (block.kind) {
            case CALL -> {
                contentBytes += piece.length();
                chunks.arguments(out, block.call, bytes, piece);
            }
            case ANSWER -> words(out, bytes, piece, false);
            case WORDS, OTHER -> {}
        }
    }

    private void words(ByteBuf out, byte[] bytes, @Nullable JsonSpan piece, boolean thought) {
        if (piece == null || isEmpty(piece)) {
            return;
        }
        contentBytes += piece.length() - 2;
        if (thought) {
            chunks.reasoning(out, bytes, piece);
        } else {
            chunks.content(out, bytes, piece);
        }
    }

    private static boolean isEmpty(JsonSpan string) {
        return string.length() <= 2;
    }
}
