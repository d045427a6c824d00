package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.Digest;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;

/// A versioned list of prices. A conclusion names the list and the entry it was computed from.
///
/// @param id a date with a counter, `2026-11-25.2`; never given to another list
/// @param effectiveFrom calls admitted from here on are priced by it, until a later list begins
/// @param digest SHA-256 of the list's file
/// @param models what is listed, by upstream model name
public record PriceList(
        String id, Instant effectiveFrom, Digest digest, Map<String, ListedModel> models) {

    private static final String DASHED = "-dddd-dd-dd";
    private static final String PLAIN = "-dddddddd";

    public PriceList {
        models = Map.copyOf(models);
    }

    /// A model of the list.
    ///
    /// @param price what it costs
    /// @param source the page that says so
    /// @param asOf when it was last known to say so
    public record ListedModel(ModelPrice price, String source, YearMonth asOf) {}

    /// The entry of a model: its own, else that of its name without a trailing `-YYYY-MM-DD` or
    /// `-YYYYMMDD`. Empty when the list does not know it: an unknown price is never zero.
    public Optional<PriceEntry> find(String model) {
        return entry(model)
                .or(() -> ends(model, DASHED) ? entry(without(model, DASHED)) : Optional.empty())
                .or(() -> ends(model, PLAIN) ? entry(without(model, PLAIN)) : Optional.empty());
    }

    private Optional<PriceEntry> entry(String model) {
        ListedModel listed = models.get(model);
        return listed == null
                ? Optional.empty()
                : Optional.of(PriceEntry.listed(id + "/" + model, listed.price()));
    }

    private static String without(String model, String form) {
        return model.substring(0, model.length() - form.length());
    }

    private static boolean ends(String model, String form) {
        int start = model.length() - form.length();
        boolean ends = start > 0;
        for (int i = 0; ends && i < form.length(); i++) {
            char c = model.charAt(start + i);
            ends = form.charAt(i) == 'd' ? c >= '0' && c <= '9' : c == form.charAt(i);
        }
        return ends;
    }
}
