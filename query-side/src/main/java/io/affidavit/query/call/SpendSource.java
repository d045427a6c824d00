package io.affidavit.query.call;

import io.affidavit.query.web.Span;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Lines that add up to what was spent in a span: whole hours from the table of sums and the few
/// calls that are not in it yet, the rest from the calls themselves.
final class SpendSource {

    private static final String CALL =
            """
            select key_id, at as moment, coalesce(alias, '') as alias,
                coalesce(deployment, '') as deployment, coalesce(provider, '') as provider,
                coalesce(model, '') as model, coalesce(team, '') as team,
                coalesce(project, '') as project, org, 1 as requests,
                case when cost_nano_usd is null
                    and (outcome in ('completed', 'client_closed', 'abandoned')
                        or outcome <> 'open'
                            and input + cached_input + cache_write + output + reasoning > 0)
                    then 1 else 0 end as unpriced,
                input, cached_input, cache_write, output, reasoning,
                coalesce(cost_nano_usd, 0) as cost_nano_usd
            """;

    private static final String HOURS =
            """
            select key_id, hour as moment, alias, deployment, provider, model, team, project, org,
                requests, unpriced, input, cached_input, cache_write, output, reasoning,
                cost_nano_usd
            from read.spend where hour >= :fromHour and hour < :toHour
            union all
            """
                    + CALL
                    + """
                    from read.open_call join read.call using (call_id)
                    where at >= :fromHour and at < :toHour
                    """;

    private final List<String> lines = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    private SpendSource() {}

    /// @param hours whether sums of hours are fine enough
    static SpendSource of(Span span, boolean hours) {
        SpendSource source = new SpendSource();
        Instant first = WholeHours.ceiling(span.from());
        Instant last = WholeHours.floor(span.to());
        if (hours && !first.isAfter(last)) {
            source.hours(first, last);
            source.calls(span.from(), first);
            source.calls(last, span.to());
        } else {
            source.calls(span.from(), span.to());
        }
        return source;
    }

    String sql() {
        return String.join(" union all ", lines);
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    private void hours(Instant from, Instant to) {
        lines.add(HOURS);
        parameters.put("fromHour", from.atOffset(ZoneOffset.UTC));
        parameters.put("toHour", to.atOffset(ZoneOffset.UTC));
    }

    private void calls(Instant from, Instant to) {
        if (from.equals(to) && !lines.isEmpty()) {
            return;
        }
        int number = lines.size();
        lines.add(
                CALL
                        + """
                        from read.call where outcome <> 'refused' and at >= :from%1$d
                            and at < :to%1$d and call_id >= :lowest%1$d and call_id < :before%1$d
                        """
                                .formatted(number));
        parameters.put("from" + number, from.atOffset(ZoneOffset.UTC));
        parameters.put("to" + number, to.atOffset(ZoneOffset.UTC));
        parameters.put("lowest" + number, CallReader.lowestId(from));
        parameters.put("before" + number, CallReader.highestId(to));
    }
}
