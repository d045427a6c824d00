package io.affidavit.schemas.serial;

import io.affidavit.schemas.access.Booking;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/// A booking as a record bears it, in the order of its names. A call under eight limits writes
/// sixteen of them; looked up a property at a time they are the greater part of its records.
final class BookingSerializer extends ValueSerializer<Booking> {

    private static final SerializableString AMOUNT = new SerializedString("amount");
    private static final SerializableString LIMIT = new SerializedString("limit");
    private static final SerializableString UNIT = new SerializedString("unit");

    @Override
    public void serialize(Booking booking, JsonGenerator json, SerializationContext context) {
        json.writeStartObject(booking);
        json.writeName(AMOUNT);
        json.writeNumber(booking.amount());
        json.writeName(LIMIT);
        json.writeString(booking.limit().value());
        json.writeName(UNIT);
        json.writeString(booking.unit().code());
        json.writeEndObject();
    }
}
