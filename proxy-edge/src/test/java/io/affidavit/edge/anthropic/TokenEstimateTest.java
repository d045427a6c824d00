package io.affidavit.edge.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEstimateTest {

    /// 3 for the request, 4 for each message and tool, 1,600 for each medium, and a third of the
    /// bytes that a model reads.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{}; 3",
                "{\"model\":\"long name\",\"metadata\":{\"user_id\":\"x\"}}; 3",
                "{\"system\":\"1234567\"}; 6",
                "{\"messages\":[]}; 3",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"123456789\"}]}; 13",
                "{\"messages\":[{\"content\":[{\"type\":\"text\",\"text\":\"1\"}]}]}; 8",
                "{\"messages\":[{\"content\":[{\"source\":{\"type\":\"base64\",\"data\":\"1234567890\"}}]}]}; 1607",
                "{\"messages\":[{\"content\":[{\"source\":{\"type\":\"text\",\"data\":\"1234567\"}}]}]}; 1610",
                "{\"tools\":[{\"name\":\"1\",\"input_schema\":{\"type\":\"object\"}},{}]}; 12",
            })
    void countsWhatAModelReads(String body, long tokens) {
        assertThat(TokenEstimate.of(body.getBytes(UTF_8))).isEqualTo(tokens);
    }
}
