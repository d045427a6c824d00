package io.affidavit.schemas.routing;

import java.util.Map;
import java.util.Optional;

/// A versioned list of prices. A conclusion names the list and the entry it was computed from.
///
/// @param id a date, later lists sort after earlier ones
/// @param prices price by upstream model name
public record PriceList(String id, Map<String, Price> prices) {

    private static final int DATE_LENGTH = "-2026-11-25".length();

    public PriceList {
        prices = Map.copyOf(prices);
    }

    /// An entry of the list.
    ///
    /// @param id list id, `/`, model name of the entry
    /// @param price the price
    public record Entry(String id, Price price) {}

    /// The entry of a model: its own, else that of its name without a trailing `-YYYY-MM-DD`. Empty
    /// when the list does not know it: an unknown price is never zero.
    public Optional<Entry> find(String model) {
        return entry(model).or(() -> isDated(model) ? entry(undated(model)) : Optional.empty());
    }

    private Optional<Entry> entry(String model) {
        Price price = prices.get(model);
        return price == null ? Optional.empty() : Optional.of(new Entry(id + "/" + model, price));
    }

    private static String undated(String model) {
        return model.substring(0, model.length() - DATE_LENGTH);
    }

    private static boolean isDated(String model) {
        int start = model.length() - DATE_LENGTH;
        if (start <= 0) {
            return false;
        }
        for (int i = 0; i < DATE_LENGTH; i++) {
            char c = model.charAt(start + i);
            boolean dash = i == 0 || i == 5 || i == 8;
            if (dash ? c != '-' : c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }
}
