package io.affidavit.schemas.routing;

import io.affidavit.schemas.routing.ModelPrice.Tier;
import io.affidavit.schemas.routing.PriceList.ListedModel;
import io.affidavit.schemas.value.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the file of a price list, `docs/prices.md` describes it. Whatever it does not understand
/// refuses the whole list: a member passed by could be one that makes calls dearer.
final class PriceListReader {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(tools.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private static final Set<String> LIST = Set.of("id", "effectiveFrom", "sources", "models");
    private static final Set<String> RATES =
            Set.of(
                    "free",
                    "input",
                    "cachedInput",
                    "cacheWrite",
                    "output",
                    "reasoning",
                    "perRequest");
    private static final Set<String> MODEL = Set.of("model", "source", "asOf", "tiers", "factors");
    private static final Set<String> SERVICES = Set.of("priority", "flex", "batch");

    /// Named, so that a list can say them once they can be counted.
    private static final Set<String> LATER = Set.of("audio", "image", "batch");

    private final JsonNode sources;

    private PriceListReader(JsonNode sources) {
        this.sources = sources;
    }

    /// @throws IllegalArgumentException for a file that is no price list
    static PriceList read(byte[] file) {
        JsonNode list = JSON.readTree(file);
        members(list, LIST, Set.of());
        PriceListReader reader = new PriceListReader(list.path("sources"));
        Map<String, ListedModel> models = new HashMap<>();
        for (JsonNode model : list.path("models")) {
            String name = text(model, "model");
            try {
                if (models.put(name, reader.model(model)) != null) {
                    throw new IllegalArgumentException("listed twice");
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("price of " + name + ": " + e.getMessage(), e);
            }
        }
        return new PriceList(
                text(list, "id"), Instant.parse(text(list, "effectiveFrom")), digest(file), models);
    }

    private ListedModel model(JsonNode model) {
        members(model, RATES, MODEL);
        List<Tier> tiers = new ArrayList<>();
        for (JsonNode tier : model.path("tiers")) {
            members(tier, RATES, Set.of("above"));
            tiers.add(new Tier(tier.path("above").longValue(), price(tier)));
        }
        Map<String, Ratio> factors = new HashMap<>();
        JsonNode services = model.path("factors");
        members(services, SERVICES, Set.of());
        for (String service : services.propertyNames()) {
            factors.put(service, Ratio.parse(text(services, service)));
        }
        return new ListedModel(
                new ModelPrice(price(model), tiers, factors),
                text(sources, text(model, "source")),
                YearMonth.parse(text(model, "asOf")));
    }

    private static Price price(JsonNode rates) {
        if (rates.path("free").asBoolean(false)) {
            for (String rate : RATES) {
                if (!rate.equals("free") && rates.has(rate)) {
                    throw new IllegalArgumentException(rate + ": of a free model");
                }
            }
            return Price.FREE;
        }
        return Price.perMillionUsd(
                text(rates, "input"),
                optional(rates, "cachedInput"),
                optional(rates, "cacheWrite"),
                text(rates, "output"),
                optional(rates, "reasoning"),
                optional(rates, "perRequest"));
    }

    private static void members(JsonNode object, Set<String> known, Set<String> more) {
        for (String name : object.propertyNames()) {
            if (!known.contains(name) && !more.contains(name)) {
                throw new IllegalArgumentException(
                        name
                                + (LATER.contains(name)
                                        ? ": not yet available (expected: absent)"
                                        : ": unknown member"));
            }
        }
    }

    private static String text(JsonNode object, String name) {
        String text = optional(object, name);
        if (text == null) {
            throw new IllegalArgumentException(name + ": missing (expected: a string)");
        }
        return text;
    }

    private static @Nullable String optional(JsonNode object, String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            throw new IllegalArgumentException(name + ": no string (expected: a string)");
        }
        return value.stringValue();
    }

    private static Digest digest(byte[] file) {
        try {
            return Digest.of(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
