package io.affidavit.edge.dialect;

import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonText;
import io.affidavit.edge.json.JsonValue;
import io.affidavit.schemas.call.Cost;
import org.jspecify.annotations.Nullable;

/// Puts a call's cost into what an answer says of its usage: `cost` in dollars and `cost_nano_usd`,
/// both `null` where nobody knows a price. An answer that says nothing of its usage stays as it is,
/// and of all others every other member.
public final class UsageCost {

    private static final String DATA = "data: ";
    private static final String USAGE = "usage";
    private static final String DOLLARS = "cost";
    private static final String EXACTLY = "cost_nano_usd";
    private static final int MORE_BYTES = 96;

    private UsageCost() {}

    /// A whole answer, which was read before, with its cost; the same array if it tells nothing.
    public static byte[] inAnswer(byte[] body, Cost cost) {
        JsonValue usage = JsonValue.checked(body).get(USAGE);
        if (usage == null || !usage.isObject()) {
            return body;
        }
        JsonOut out = new JsonOut(body.length + MORE_BYTES).raw(body, 0, usage.from());
        write(out, usage, cost);
        return out.raw(body, usage.to(), body.length).toArray();
    }

    /// The last events of a stream, as they were written for the client, with the cost in each that
    /// tells of usage; the same array if none does.
    public static byte[] inEvents(byte[] events, Cost cost) {
        JsonOut out = new JsonOut(events.length + MORE_BYTES);
        boolean tells = false;
        int from = 0;
        while (from < events.length) {
            int end = lineEnd(events, from);
            JsonValue usage = usage(events, from, end);
            if (usage == null) {
                out.raw(events, from, end);
            } else {
                tells = true;
                out.raw(events, from, usage.from());
                write(out, usage, cost);
                out.raw(events, usage.to(), end);
            }
            from = end;
        }
        return tells ? out.toArray() : events;
    }

    private static @Nullable JsonValue usage(byte[] events, int from, int end) {
        int value = from + DATA.length();
        if (value >= end
                || events[value] != '{'
                || !JsonText.isExactly(events, from, value, DATA)) {
            return null;
        }
        JsonValue usage = new JsonValue(events, value, end).get(USAGE);
        return usage != null && usage.isObject() ? usage : null;
    }

    private static int lineEnd(byte[] events, int from) {
        int at = from;
        while (at < events.length && events[at] != '\n') {
            at++;
        }
        return Math.min(events.length, at + 1);
    }

    /// What a provider says of a cost is not what is booked here.
    private static void write(JsonOut out, JsonValue usage, Cost cost) {
        out.ascii("{");
        JsonCursor members = usage.cursor();
        try {
            members.beginObject();
            while (members.nextMember()) {
                boolean stays = !members.nameIs(DOLLARS) && !members.nameIs(EXACTLY);
                String name = members.name();
                JsonValue value = members.value();
                if (stays) {
                    out.item().string(name).ascii(":").raw(value);
                }
            }
        } catch (JsonException e) {
            throw new IllegalStateException("answer: unread (expected: JSON)", e);
        }
        out.member(DOLLARS).ascii(cost.amount() == null ? "null" : cost.amount().toUsd());
        out.member(EXACTLY);
        if (cost.amount() == null) {
            out.ascii("null}");
        } else {
            out.string(cost.amount().toString()).ascii("}");
        }
    }
}
