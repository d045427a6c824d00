package io.affidavit.schemas.serial;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.DomainEvent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/// Events to the canonical JSON of a record's `data` and back.
///
/// Names are snake_case and sorted, numbers are decimal strings, nulls are written, parts are left
/// out: they stand in the record's own `parts`. Only the newest revision is written; older ones go
/// through the upcasters before they are read here.
public final class EventSerializer {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
                    .enable(JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS)
                    .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .changeDefaultPropertyInclusion(
                            value -> value.withValueInclusion(JsonInclude.Include.ALWAYS))
                    .withConfigOverride(
                            List.class,
                            list ->
                                    list.setNullHandling(
                                            JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
                    .addMixIn(PartBearing.class, WithoutParts.class)
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(Booking.class, new BookingSerializer()))
                    .build();

    private EventSerializer() {}

    /// The canonical bytes of an event's payload, without its parts.
    public static byte[] data(DomainEvent event) {
        return MAPPER.writeValueAsBytes(event);
    }

    /// The event behind stored bytes.
    ///
    /// @param type logical name
    /// @param revision revision of the bytes; an older one is upcast
    /// @param data the record's `data`
    /// @param parts the record's `parts`
    /// @throws IllegalArgumentException for an unknown name or revision
    public static DomainEvent read(
            String type, String revision, byte[] data, List<Part.Reference> parts) {
        EventNames.EventName name = EventNames.of(type);
        DomainEvent event =
                name.revision().equals(revision)
                        ? MAPPER.readValue(data, name.event())
                        : upcast(name, revision, data);
        return event instanceof PartBearing bearing && !parts.isEmpty()
                ? (DomainEvent) bearing.withParts(List.copyOf(parts))
                : event;
    }

    private static DomainEvent upcast(EventNames.EventName name, String revision, byte[] data) {
        if (!(MAPPER.readTree(data) instanceof ObjectNode payload)) {
            throw new IllegalArgumentException("event: no object in " + name.type());
        }
        Upcasters.upcast(name.type(), revision, name.revision(), payload);
        return MAPPER.treeToValue(payload, name.event());
    }

    /// SHA-256 of the canonical form of any public value, such as a policy document or a state.
    public static Digest digest(Object value) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return Digest.of(sha256.digest(MAPPER.writeValueAsBytes(value)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /// Parts are never written, and absent ones are read as none.
    private interface WithoutParts {

        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        List<Part> parts();
    }
}
