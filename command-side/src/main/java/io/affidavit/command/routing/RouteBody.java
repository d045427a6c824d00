package io.affidavit.command.routing;

import io.affidavit.command.routing.RouteState.RouteFacts;
import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Form;
import io.affidavit.command.web.Forms;
import io.affidavit.schemas.routing.Fallbacks;
import io.affidavit.schemas.routing.RetryRules;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.RouteTimeouts;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.routing.UnsupportedParameters;
import io.affidavit.schemas.value.Alias;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what an admin request says of a route; what it leaves out stays as it was. Aliases of
/// fallbacks need not exist yet, so that routes can be written in any order.
final class RouteBody {

    private final Fields fields;
    private final RouteFacts before;

    /// @param before the route until now, or one with the defaults
    RouteBody(Fields fields, RouteFacts before) {
        this.fields = fields;
        this.before = before;
    }

    /// The route from now on; usable only if the request has no mistakes.
    RouteFacts read() {
        return new RouteFacts(
                before.alias(),
                code("strategy", before.strategy(), Strategy.values()),
                new RouteRules(
                        fallbacks(before.rules().fallbacks()),
                        retry(fields.nested("retry"), before.rules().retry()),
                        timeouts(fields.nested("timeouts"), before.rules().timeouts()),
                        code(
                                "unsupported",
                                before.rules().unsupported(),
                                UnsupportedParameters.values()),
                        maxOutputTokens(before.rules().maxOutputTokens())));
    }

    private Fallbacks fallbacks(Fallbacks old) {
        return new Fallbacks(
                aliases("fallbacks", old.anyError()),
                aliases("contextFallbacks", old.contextOverflow()),
                aliases("contentFallbacks", old.contentRefusal()));
    }

    private List<Alias> aliases(String name, List<Alias> old) {
        List<String> texts = fields.texts(name, Fallbacks.MAX, Forms.ALIAS);
        if (texts == null) {
            return old;
        }
        if (texts.contains(before.alias().value())) {
            fields.invalid(name, "the alias itself (expected: other aliases)");
        }
        return texts.stream().map(Alias::new).toList();
    }

    private @Nullable Integer maxOutputTokens(@Nullable Integer old) {
        Integer given = fields.optionalInt("maxOutputTokens", 1, RouteRules.MAX_OUTPUT_TOKENS);
        return given == null ? old : given;
    }

    private static RetryRules retry(Fields members, RetryRules old) {
        int wait = (int) RetryRules.MAX_WAIT_MILLIS;
        long backoff = or(members.optionalInt("backoffMillis", 0, wait), old.backoffMillis());
        long longest = or(members.optionalInt("backoffMaxMillis", 0, wait), old.backoffMaxMillis());
        if (longest < backoff) {
            members.invalid(
                    "backoffMaxMillis", longest + " (expected: >= backoffMillis, " + backoff + ")");
        }
        Integer attempts = members.optionalInt("maxAttempts", 1, RetryRules.MAX_ATTEMPTS);
        Boolean afterTimeout = members.optionalBoolean("afterTimeout");
        return new RetryRules(
                attempts == null ? old.maxAttempts() : attempts,
                backoff,
                longest,
                or(members.optionalInt("retryAfterMaxMillis", 0, wait), old.retryAfterMaxMillis()),
                afterTimeout == null ? old.afterTimeout() : afterTimeout);
    }

    private static RouteTimeouts timeouts(Fields members, RouteTimeouts old) {
        return new RouteTimeouts(
                limit(
                        members,
                        "connectMillis",
                        RouteTimeouts.MAX_CONNECT_MILLIS,
                        old.connectMillis()),
                limit(members, "firstByteMillis", RouteTimeouts.MAX_MILLIS, old.firstByteMillis()),
                limit(members, "idleMillis", RouteTimeouts.MAX_MILLIS, old.idleMillis()),
                limit(members, "totalMillis", RouteTimeouts.MAX_TOTAL_MILLIS, old.totalMillis()));
    }

    private static @Nullable Long limit(Fields members, String name, long max, @Nullable Long old) {
        Integer given = members.optionalInt(name, 1, Math.toIntExact(max));
        return given == null ? old : Long.valueOf(given);
    }

    private static long or(@Nullable Integer given, long old) {
        return given == null ? old : given;
    }

    private <E extends Enum<E>> E code(String name, E old, E[] all) {
        List<String> codes = Stream.of(all).map(RouteBody::written).toList();
        String text = fields.optional(name, Form.oneOf(codes));
        return text == null ? old : all[codes.indexOf(text)];
    }

    private static String written(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
