package io.affidavit.schemas.routing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/// The price lists that come with the gateway, read once. A list is never edited: new prices are a
/// new file.
public final class ShippedPrices {

    /// The model name of the built-in simulator, declared free.
    public static final String SIMULATED_MODEL = "simulated";

    /// All lists, the newest last.
    public static final List<PriceList> ALL = List.of(load("2026-11-25.2"));

    private ShippedPrices() {}

    /// The newest list.
    public static PriceList current() {
        return ALL.getLast();
    }

    /// The list for calls admitted at an instant. What came before the first goes by the first.
    public static PriceList inForce(Instant admittedAt) {
        PriceList inForce = ALL.getFirst();
        for (PriceList list : ALL) {
            if (!list.effectiveFrom().isAfter(admittedAt)) {
                inForce = list;
            }
        }
        return inForce;
    }

    private static PriceList load(String id) {
        String file = "/prices/" + id + ".json";
        try (InputStream in = ShippedPrices.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + ": missing (expected: in this jar)");
            }
            PriceList list = PriceListReader.read(in.readAllBytes());
            if (!list.id().equals(id)) {
                throw new IllegalStateException(file + ": names itself " + list.id());
            }
            return list;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
