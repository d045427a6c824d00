package io.affidavit.query.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.query.web.Page;
import io.affidavit.schemas.routing.PriceView;
import io.affidavit.schemas.routing.ShippedPrices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceControllerTest {

    private static final PriceController PRICES =
            new PriceController(() -> Instant.parse("2026-11-25T14:00:00Z"));

    @Test
    void showsEveryModelOfTheListInForceOnce() {
        List<String> models = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Page<ListedPrice> page = PRICES.prices(7, cursor);
            page.data().forEach(price -> models.add(price.model()));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(models)
                .isSorted()
                .containsExactlyInAnyOrderElementsOf(ShippedPrices.current().models().keySet());
    }

    @Test
    void showsAPriceWithEverythingItNeedsToBeRecomputed() {
        ListedPrice sonnet =
                PRICES.prices(1_000, null).data().stream()
                        .filter(price -> price.model().equals("claude-sonnet-4-5"))
                        .findFirst()
                        .orElseThrow();

        assertThat(sonnet.priceId()).isEqualTo("2026-11-25.2/claude-sonnet-4-5");
        assertThat(sonnet.digest()).isEqualTo(ShippedPrices.current().digest().value());
        assertThat(sonnet.price())
                .isEqualTo(new PriceView("3", "0.3", "3.75", "15", "15", "0", false));
        assertThat(sonnet.tiers())
                .containsExactly(
                        new ListedPrice.Tier(
                                200_000,
                                new PriceView("6", "0.6", "7.5", "22.5", "22.5", "0", false)));
        assertThat(sonnet.factors()).containsExactly(new ListedPrice.Factor("batch", "1/2"));
    }
}
