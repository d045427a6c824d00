package io.affidavit.query;

import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.TokenUsage;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What calls spent, straight from their events and without any table.
final class SpendFold {

    static final List<String> DIMENSIONS =
            List.of(
                    "orgId",
                    "teamId",
                    "projectId",
                    "keyId",
                    "alias",
                    "provider",
                    "model",
                    "deployment",
                    "hour",
                    "day",
                    "week",
                    "month");

    private final Map<CallId, Story> stories = new LinkedHashMap<>();

    SpendFold(List<CallEvent> log) {
        log.forEach(this::apply);
    }

    /// What is asked for; absent members ask for all.
    record Question(
            List<String> groupBy,
            @Nullable String orgId,
            @Nullable String provider,
            @Nullable Instant from,
            @Nullable Instant to,
            ZoneId zone) {

        String query() {
            return "groupBy="
                    + String.join(",", groupBy)
                    + (orgId == null ? "" : "&orgId=" + orgId)
                    + (provider == null ? "" : "&provider=" + provider)
                    + (from == null ? "" : "&from=" + from)
                    + (to == null ? "" : "&to=" + to)
                    + "&timeZone="
                    + zone;
        }

        private boolean takes(Story story) {
            Candidate chosen = story.chosen;
            return (orgId == null || orgId.equals(story.admitted.organization().value()))
                    && (provider == null
                            || (chosen != null && provider.equals(chosen.provider().value())))
                    && (from == null || !story.admitted.decidedAt().isBefore(from))
                    && (to == null || story.admitted.decidedAt().isBefore(to));
        }
    }

    private static final class Story {

        final CallAdmitted admitted;
        @Nullable Candidate chosen;
        TokenUsage usage = TokenUsage.NONE;
        @Nullable NanoUsd cost;
        boolean unpriced;

        Story(CallAdmitted admitted) {
            this.admitted = admitted;
        }

        void used(TokenUsage used, @Nullable NanoUsd price, boolean answered) {
            usage = used;
            cost = price;
            unpriced = price == null && (answered || used.total() > 0);
        }

        String value(String dimension, ZoneId zone) {
            LocalDate day = LocalDate.ofInstant(admitted.decidedAt(), zone);
            return switch (dimension) {
                case "orgId" -> admitted.organization().value();
                case "teamId" -> admitted.team() == null ? "" : admitted.team().value();
                case "projectId" -> admitted.project() == null ? "" : admitted.project().value();
                case "keyId" -> admitted.keyId().value();
                case "alias" -> admitted.alias().value();
                case "provider" -> chosen == null ? "" : chosen.provider().value();
                case "model" -> chosen == null ? "" : chosen.upstreamModel();
                case "deployment" -> chosen == null ? "" : chosen.deployment().value();
                case "hour" -> admitted.decidedAt().truncatedTo(ChronoUnit.HOURS).toString();
                case "day" -> day.toString();
                case "week" ->
                        day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toString();
                case "month" -> day.toString().substring(0, 7);
                default -> throw new IllegalArgumentException(dimension);
            };
        }
    }

    private void apply(CallEvent event) {
        Story story = stories.get(event.callId());
        if (event instanceof CallAdmitted admitted) {
            stories.put(event.callId(), new Story(admitted));
        } else if (story != null) {
            switch (event) {
                case RouteChosen route ->
                        story.chosen =
                                route.choice().candidates().stream()
                                        .filter(one ->
                                                one.deployment().equals(route.choice().chosen()))
                                        .findFirst()
                                        .orElseThrow();
                case CallCompleted done -> story.used(done.usage(), done.costNanoUsd(), true);
                case CallFailed failed -> story.used(failed.usage(), failed.costNanoUsd(), false);
                case CallAbandoned _ -> story.unpriced = true;
                case CallConcludedLate late -> story.used(late.usage(), late.costNanoUsd(), true);
                default -> {
                    // Spends nothing.
                }
            }
        }
    }

    /// The rows in the order of their groups: groups first, then the figures.
    List<String> rows(Question question) {
        Map<List<String>, long[]> sums = new LinkedHashMap<>();
        if (question.groupBy().isEmpty()) {
            sums.put(List.of(), new long[8]);
        }
        for (Story story : stories.values()) {
            if (question.takes(story)) {
                List<String> group =
                        question.groupBy().stream()
                                .map(one -> story.value(one, question.zone()))
                                .toList();
                add(sums.computeIfAbsent(group, _ -> new long[8]), story);
            }
        }
        return sums.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(order(question.groupBy().size())))
                .map(sum -> line(sum.getKey(), sum.getValue()))
                .toList();
    }

    private static void add(long[] sum, Story story) {
        TokenUsage usage = story.usage;
        sum[0]++;
        sum[1] += story.unpriced ? 1 : 0;
        sum[2] += usage.totalInput();
        sum[3] += usage.cachedInput();
        sum[4] += usage.cacheWrite();
        sum[5] += usage.totalOutput();
        sum[6] += usage.reasoning();
        sum[7] += story.cost == null ? 0 : story.cost.value();
    }

    private static Comparator<List<String>> order(int columns) {
        Comparator<List<String>> order = (_, _) -> 0;
        for (int i = 0; i < columns; i++) {
            int column = i;
            order = order.thenComparing(group -> group.get(column));
        }
        return order;
    }

    private static String line(List<String> group, long[] sum) {
        List<String> values = new ArrayList<>(group);
        for (long figure : sum) {
            values.add(Long.toString(figure));
        }
        values.add(new NanoUsd(sum[7]).toUsd());
        return String.join(",", values);
    }
}
