package io.affidavit.schemas.routing;

import java.util.Map;

/// The price list that comes with the gateway. Source: the providers' public price pages, as known
/// on the date that is the list's id; operators can override prices in a later order.
public final class ShippedPrices {

    /// The model name of the built-in simulator, declared free.
    public static final String SIMULATED_MODEL = "simulated";

    /// The list in force.
    public static final PriceList CURRENT =
            new PriceList(
                    "2026-11-25",
                    Map.ofEntries(
                            Map.entry(SIMULATED_MODEL, Price.FREE),
                            model("gpt-5", "1.25", "0.125", "10"),
                            model("gpt-5-mini", "0.25", "0.025", "2"),
                            model("gpt-5-nano", "0.05", "0.005", "0.40"),
                            model("gpt-4.1", "2", "0.50", "8"),
                            model("gpt-4.1-mini", "0.40", "0.10", "1.60"),
                            model("gpt-4.1-nano", "0.10", "0.025", "0.40"),
                            model("gpt-4o", "2.50", "1.25", "10"),
                            model("gpt-4o-mini", "0.15", "0.075", "0.60"),
                            model("o3", "2", "0.50", "8"),
                            model("o4-mini", "1.10", "0.275", "4.40"),
                            model("text-embedding-3-small", "0.02", "0.02", "0"),
                            model("text-embedding-3-large", "0.13", "0.13", "0")));

    private ShippedPrices() {}

    private static Map.Entry<String, Price> model(
            String name, String input, String cachedInput, String output) {
        return Map.entry(name, Price.perMillionUsd(input, cachedInput, output));
    }
}
