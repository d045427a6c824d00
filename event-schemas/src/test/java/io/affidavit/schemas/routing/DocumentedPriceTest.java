package io.affidavit.schemas.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.value.TokenUsage;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The examples of `docs/prices.md` come out as printed.
class DocumentedPriceTest {

    static List<String> examples() throws Exception {
        List<String> examples =
                Files.readAllLines(Path.of("../docs/prices.md")).stream()
                        .filter(line -> line.startsWith("{\"cost_nano_usd\""))
                        .toList();
        assertThat(examples).hasSize(3);
        return examples;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void comesOutAsPrinted(String example) {
        JsonNode conclusion = JsonMapper.shared().readTree(example);
        String[] id = conclusion.path("price_id").asString().split("[/#]", -1);
        JsonNode buckets = conclusion.path("usage");
        TokenUsage usage =
                new TokenUsage(
                        tokens(buckets, "input"),
                        tokens(buckets, "cached_input"),
                        tokens(buckets, "cache_write"),
                        tokens(buckets, "output"),
                        tokens(buckets, "reasoning"));

        assertThat(ShippedPrices.current().id()).isEqualTo(id[0]);
        ModelPrice price = ShippedPrices.current().models().get(id[1]).price();
        assertThat(price.cost(usage, id.length > 2 ? id[2] : null).toString())
                .isEqualTo(conclusion.path("cost_nano_usd").asString());
    }

    private static long tokens(JsonNode buckets, String name) {
        return new BigDecimal(buckets.path(name).asString()).longValueExact();
    }
}
