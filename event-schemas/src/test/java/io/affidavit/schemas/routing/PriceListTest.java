package io.affidavit.schemas.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceListTest {

    private static final PriceList SHIPPED = ShippedPrices.current();

    @Test
    void shipsWhatItSays() {
        assertThat(SHIPPED.id()).isEqualTo("2026-11-25.2");
        assertThat(SHIPPED.models()).hasSizeGreaterThan(50);
        assertThat(SHIPPED.models().values())
                .allSatisfy(model -> assertThat(model.source()).isNotBlank());
        assertThat(SHIPPED.models().entrySet())
                .filteredOn(model -> model.getValue().price().base().free())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactly(ShippedPrices.SIMULATED_MODEL);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, 2026-11-25.2/gpt-4o",
        "gpt-4o-2024-08-06, 2026-11-25.2/gpt-4o",
        "gpt-4o-2024-05-13, 2026-11-25.2/gpt-4o-2024-05-13",
        "claude-sonnet-4-5-20250929, 2026-11-25.2/claude-sonnet-4-5",
        "claude-opus-4-20250514, 2026-11-25.2/claude-opus-4"
    })
    void findsAModelByItsNameOrWithoutItsDate(String model, String entry) {
        assertThat(SHIPPED.find(model).map(PriceEntry::id)).contains(entry);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-4o-turbo",
                "GPT-4o",
                "gpt-4o-2024-8-6",
                "-2024-08-06",
                "-20250929",
                "",
                "gpt"
            })
    void guessesNoModel(String model) {
        assertThat(SHIPPED.find(model)).isEqualTo(Optional.empty());
    }

    @Test
    void pricesTheWholeCallByTheTierItsContextReaches() {
        ModelPrice sonnet = SHIPPED.find("claude-sonnet-4-5").orElseThrow().price();

        // 150,000 + 30,000 + 20,000 tokens are not above the bound, one more is.
        TokenUsage within = new TokenUsage(150_000, 30_000, 20_000, 1_000, 0);
        TokenUsage above = new TokenUsage(150_001, 30_000, 20_000, 1_000, 0);

        assertThat(sonnet.cost(within, null)).isEqualTo(new NanoUsd(549_000_000));
        assertThat(sonnet.cost(above, null)).isEqualTo(new NanoUsd(1_090_506_000));
    }

    @Test
    void pricesAServiceTierByItsFactorAndNoOther() {
        PriceEntry mini = SHIPPED.find("gpt-4o-mini").orElseThrow();

        PriceEntry.OfService priority = mini.forService("priority").orElseThrow();
        assertThat(priority.id()).isEqualTo("2026-11-25.2/gpt-4o-mini#priority");
        // 7 × 0.15 USD per million × 5/3 = 1,750 nano-USD
        assertThat(priority.price().cost(new TokenUsage(7, 0, 0, 0, 0), "priority"))
                .isEqualTo(new NanoUsd(1_750));
        assertThat(mini.forService("default").orElseThrow().id()).isEqualTo(mini.id());
        assertThat(mini.forService(null).orElseThrow().id()).isEqualTo(mini.id());
        assertThat(mini.forService("scale")).isEmpty();
    }

    @Test
    void goesByTheListOfTheTime() {
        assertThat(ShippedPrices.inForce(Instant.EPOCH)).isSameAs(ShippedPrices.ALL.getFirst());
        assertThat(ShippedPrices.inForce(Instant.MAX)).isSameAs(SHIPPED);
    }

    @Test
    void takesNoZeroForAPrice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Price.perMillionUsd("0", null, null, "0.0", null, null))
                .withMessageContaining("free");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Price(1, 0, 0, 0, 0, 0, true))
                .withMessageContaining("free");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        read(
                                "{'model':'m','source':'s','asOf':'2026-11',"
                                        + "'input':'0','output':'0'}"))
                .withMessageContaining("price of m")
                .withMessageContaining("free");
        assertThat(read("{'model':'m','source':'s','asOf':'2026-11','free':true}").find("m"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model':'m','source':'s','asOf':'2026-11','input':'1'}",
                "{'model':'m','source':'s','asOf':'2026-11','input':1,'output':'1'}",
                "{'model':'m','source':'t','asOf':'2026-11','input':'1','output':'1'}",
                "{'model':'m','source':'s','asOf':'2026-11','input':'1','output':'1','extra':'1'}",
                "{'model':'m','source':'s','asOf':'2026-11','free':true,'input':'1'}",
                "{'model':'m','source':'s','asOf':'2026-11','input':'1','output':'1',"
                        + "'factors':{'cheap':'1/2'}}",
                "{'model':'m','source':'s','asOf':'2026-11','input':'1','output':'1',"
                        + "'factors':{'flex':'0.5'}}",
                "{'model':'m','source':'s','asOf':'2026-11','input':'1','output':'1',"
                        + "'tiers':[{'above':9,'input':'1','output':'1'},"
                        + "{'above':9,'input':'2','output':'1'}]}"
            })
    void readsNoListItDoesNotUnderstand(String model) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(model));
    }

    @ParameterizedTest
    @ValueSource(strings = {"audio", "image", "batch"})
    void namesWhatItCannotCountYet(String member) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        read(
                                "{'model':'m','source':'s','asOf':'2026-11','input':'1',"
                                        + "'output':'1','"
                                        + member
                                        + "':{}}"))
                .withMessageContaining("not yet available");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".5",
                "5.",
                "05",
                "1e3",
                "-1",
                "+1",
                "1,5",
                "100000",
                "0.1234567891",
                " 1"
            })
    void readsNoMalformedPrice(String usd) {
        assertThatIllegalArgumentException().isThrownBy(() -> Price.nanoUsd(usd));
    }

    @Test
    void showsThePriceItRead() {
        for (String usd : new String[] {"0", "0.000000001", "3", "3.75", "99999.5", "22.5"}) {
            assertThat(Price.usd(Price.nanoUsd(usd))).isEqualTo(usd);
        }
        assertThat(Price.nanoUsd("3.750")).isEqualTo(3_750_000_000L);
    }

    private static PriceList read(String model) {
        String list =
                "{'id':'1','effectiveFrom':'2026-11-25T00:00:00Z','sources':{'s':'page'},'models':["
                        + model
                        + "]}";
        return PriceListReader.read(list.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
