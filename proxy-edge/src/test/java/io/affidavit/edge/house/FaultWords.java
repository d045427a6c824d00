package io.affidavit.edge.house;

import io.affidavit.edge.anthropic.AnthropicDouble;
import io.affidavit.edge.anthropic.Message;
import io.affidavit.edge.upstream.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The same answer, whole and streamed, and the same errors in each provider dialect.
public final class FaultWords {

    /// Anthropic's Messages.
    public static final Words ANTHROPIC = new Anthropic();

    /// OpenAI's chat completions.
    public static final Words OPEN_AI = new OpenAi();

    private FaultWords() {}

    private static final class Anthropic implements Words {

        @Override
        public String error(int status) {
            return switch (status) {
                case 429 -> AnthropicDouble.error("rate_limit_error", "slow down");
                case 529 -> AnthropicDouble.error("overloaded_error", "Overloaded");
                default -> AnthropicDouble.error("api_error", "Internal server error");
            };
        }

        @Override
        public String whole(Usage usage) {
            return message(usage).json("m-1");
        }

        @Override
        public List<String> events(Usage usage) {
            return message(usage).events("m-1", new SplittableRandom(3));
        }

        @Override
        public String errorEvent() {
            return "event: error\ndata: " + error(529);
        }

        private static Message message(Usage usage) {
            Message sound = Message.text(TEXT);
            return switch (usage) {
                case RIGHT -> sound;
                case WRONG ->
                        sound.usage(
                                "\"input_tokens\":-1", "\"output_tokens\":99999999999999999999");
                case NONE -> sound.usage("", "");
            };
        }
    }

    private static final class OpenAi implements Words {

        @Override
        public String error(int status) {
            return "{\"error\":{\"message\":\"no\",\"type\":\"server_error\",\"param\":null,"
                    + "\"code\":"
                    + status
                    + "}}";
        }

        @Override
        public String whole(Usage usage) {
            return Bodies.whole()
                    .replace("hello world", TEXT)
                    .replaceAll(",\"usage\":\\{[^}]*}", ",\"usage\":" + usage(usage));
        }

        @Override
        public List<String> events(Usage usage) {
            List<String> events = new ArrayList<>();
            for (String word : TEXT.split("(?<= )", -1)) {
                events.add(Bodies.content(word));
            }
            events.add(Bodies.finish());
            events.add(
                    Bodies.usage().replaceAll("\"usage\":\\{[^}]*}", "\"usage\":" + usage(usage)));
            events.add("data: [DONE]");
            return events;
        }

        @Override
        public String errorEvent() {
            return "data: " + error(529);
        }

        private static String usage(Usage usage) {
            return switch (usage) {
                case RIGHT -> "{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}";
                case WRONG -> "{\"prompt_tokens\":-1,\"completion_tokens\":99999999999999999999}";
                case NONE -> "null";
            };
        }
    }
}
