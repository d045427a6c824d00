package io.affidavit.edge.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.value.DeploymentId;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Counts of prompts against what providers are documented to count.
@ExtendWith(ReadTokenizers.class)
class PromptCountTest {

    private static final String GPT = "gpt-4o-2024-08-06";

    @ParameterizedTest
    @CsvSource({
        "gpt-4o-2024-08-06, O200K",
        "openai/gpt-5.1-mini, O200K",
        "o4-mini, O200K",
        "gpt-4, CL100K",
        "gpt-4-turbo, CL100K",
        "gpt-3.5-turbo, CL100K",
        "text-embedding-3-small, CL100K",
        "gpt-4x, OTHER",
        "claude-sonnet-4-5, OTHER",
        "simulated, OTHER",
        "'', OTHER"
    })
    void knowsWhoseTokenizerIsWhich(String model, ModelFamily family) {
        assertThat(ModelFamily.of(model)).isEqualTo(family);
    }

    @Test
    void countsWhatOpenAiCounts() {
        // "hello world" is 2 tokens; 4 frame the message, 3 the request.
        assertThat(count(message("\"hello world\""), GPT))
                .isEqualTo(new PromptCount(9, "o200k_base/1"));
        assertThat(count(message("\"hello world\""), "gpt-4"))
                .isEqualTo(new PromptCount(9, "cl100k_base/1"));
        assertThat(count("{\"model\":\"m\",\"prompt\":[\"hello\",\"world\"]}", GPT).tokens())
                .isEqualTo(5);
        assertThat(count("{\"model\":\"m\",\"input\":[1,2,3,4]}", GPT).tokens()).isEqualTo(7);
    }

    @Test
    void countsCharactersAndNotTheirEscapes() {
        assertThat(count(message("\"\\u65e5\\u672c\\u8a9e\\n\""), GPT))
                .isEqualTo(count(message("\"日本語\\n\""), GPT));
    }

    @Test
    void takesNamesOfSpecialTokensForText() {
        assertThat(count(message("\"<|endoftext|>\""), GPT).tokens()).isGreaterThan(7 + 1);
    }

    @Test
    void reckonsUnknownTokenizersAtTheWorstThatIsKnown() {
        String text = "\"" + "word ".repeat(300) + "\"";
        PromptCount known = count(message(text), GPT);
        PromptCount unknown = count(message(text), "claude-sonnet-4-5");

        assertThat(unknown.method()).isEqualTo("o200k_base_135_or_utf8_bytes_div3/1");
        assertThat(unknown.tokens()).isEqualTo(7 + 500); // 1500 bytes; 301 tokens x 1.35 are fewer
        assertThat(known.tokens()).isEqualTo(7 + 301);
        assertThat(count(message(text), GPT, "llama-4")).isEqualTo(unknown);
        String digits = "\"" + "x1%".repeat(300) + "\"";
        assertThat(count(message(digits), "llama-4").tokens()).isGreaterThan(7 + 300);
    }

    @Test
    void countsMediaByWhatTheyAreAndNotByTheirBytes() {
        assertThat(count(message(image("")), GPT).tokens()).isEqualTo(7 + 5_000);
        assertThat(count(message(image(",\"detail\":\"low\"")), GPT).tokens()).isEqualTo(7 + 85);
        assertThat(count(message(image("")), "gpt-4o-mini").tokens()).isEqualTo(7 + 48_169);
        String picture =
                "[{\"type\":\"image\",\"source\":{\"type\":\"base64\","
                        + "\"media_type\":\"image/png\",\"data\":\"AAAA\"}}]";
        assertThat(count(message(picture), "claude-sonnet-4-5").tokens()).isEqualTo(7 + 5_000);
        for (String named :
                List.of(
                        "\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"u\"}",
                        "\"source\":{\"type\":\"file\",\"file_id\":\"f\"},\"type\":\"image\"")) {
            assertThat(count(message("[{" + named + "}]"), GPT).tokens()).isEqualTo(7 + 5_000);
            String document = named.replace("image", "document");
            assertThat(count(message("[{" + document + "}]"), GPT).tokens()).isEqualTo(7 + 150_000);
        }
        String sound =
                "[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\""
                        + "A".repeat(25_598)
                        + "\"}}]";
        assertThat(count(message(sound), GPT).tokens()).isEqualTo(7 + 100);
        String unseen = "[{\"type\":\"file\",\"file\":{\"file_id\":\"f\"}}]";
        assertThat(count(message(unseen), GPT).tokens()).isEqualTo(7 + 150_000);
    }

    @Test
    void readsTheTextThatADocumentBringsAlong() {
        String document =
                "[{\"type\":\"document\",\"source\":{\"type\":\"text\",\"data\":\""
                        + "word ".repeat(3_000)
                        + "\"}}]";
        assertThat(count(message(document), GPT).tokens()).isBetween(3_000L, 3_020L);
    }

    @Test
    void countsToolsWithTheirNames() {
        String tools =
                ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"find\","
                        + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}]";
        long without = count(message("\"hi\""), GPT).tokens();
        long with = count(message("\"hi\"", tools), GPT).tokens();
        assertThat(with - without).isBetween(30L, 60L);
    }

    @Test
    void staysNearTheTruthForWhatIsTooLongToCount() {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder("\"");
        while (text.length() < 600_000) {
            text.append(random.nextInt(10) == 0 ? "zażółć gęślą jaźń " : "the quick brown fox ");
        }
        String body = message(text.append('"').toString());
        long truth = 0;
        for (int from = 0; from < body.length(); from += 50_000) {
            String piece = body.substring(from, Math.min(body.length(), from + 50_000));
            truth += count("{\"prompt\":\"" + piece.replace("\"", "'") + "\"}", GPT).tokens() - 3;
        }
        assertThat(count(body, GPT).tokens()).isBetween(truth * 9 / 10, truth * 11 / 10);
    }

    @Test
    void looksAtEveryPartOfWhatIsTooLong() {
        String cheap = "the quick brown fox ".repeat(1_500);
        String dear = "x1%".repeat(1_000);
        String body = message("\"" + (cheap + dear).repeat(20) + "\"");
        long all = 0;
        for (int i = 0; i < 20; i++) {
            all += count(body, GPT).tokens();
        }
        long truth = 20 * (count(message("\"" + cheap + dear + "\""), GPT).tokens() - 7);
        assertThat(all / 20).isBetween(truth * 85 / 100, truth * 115 / 100);
    }

    @Test
    void countsOnWhereItsShareIsUsedUp() {
        Random random = new Random(8);
        String parts =
                Stream.generate(() -> part("word".repeat(10_000) + random.nextLong()))
                        .limit(20)
                        .reduce((left, right) -> left + "," + right)
                        .orElseThrow();
        assertThat(count(message("[" + parts + "]"), GPT).tokens())
                .isGreaterThan(20 * 10_000); // never fewer than a token for each three bytes then
    }

    private static String part(String text) {
        return "{\"type\":\"text\",\"text\":\"" + text + "\"}";
    }

    private static String image(String more) {
        return "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
                + "A".repeat(100_000)
                + "\""
                + more
                + "}}]";
    }

    private static String message(String content) {
        return message(content, "");
    }

    private static String message(String content, String more) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":"
                + content
                + "}]"
                + more
                + "}";
    }

    private static PromptCount count(String body, String... models) {
        DeploymentId deployment = new DeploymentId("dep_0123456789abcdef");
        List<Destination> destinations =
                Stream.of(models).map(model -> new Destination(deployment, model)).toList();
        PromptCount count = PromptCount.of(body.getBytes(UTF_8), destinations);
        assertThat(count).isNotNull();
        return count;
    }
}
