package io.affidavit.query.evidence;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.affidavit.query.evidence.RecordReader.HeadRow;
import io.affidavit.query.web.ReachSql;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.call.RefusalsCoalesced;
import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.serial.EventNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which records are asked for; absent members ask for all. Conditions stand in the statement only
/// when they are asked for, so that each has its index.
///
/// @param type logical name
/// @param orgId tenant
/// @param key whose calls, by their first records, are asked for beside the stories
/// @param stories stories of which each record is asked for; `null` when it is not about stories
/// @param calls whether calls are asked for as well
/// @param reach what may be shown; `null` for everything
/// @param log the log it is about
/// @param before no place from here on
record EventFilter(
        @Nullable String type,
        @Nullable String orgId,
        @Nullable String key,
        @Nullable List<UUID> stories,
        boolean calls,
        @Nullable Reach reach,
        int log,
        long before) {

    /// What a call's story can begin with.
    private static final Set<String> FIRST =
            Set.of(
                    EventNames.of(CallAdmitted.class).type(),
                    EventNames.of(CallRefused.class).type());

    /// What tells of refused calls that have no record of their own.
    private static final String COUNTED = EventNames.of(RefusalsCoalesced.class).type();

    EventFilter {
        stories = stories == null ? null : List.copyOf(stories);
    }

    /// What of it one log can have.
    EventFilter within(HeadRow head) {
        return new EventFilter(
                type, orgId, key, stories, calls, reach, head.log(), Math.min(before, end(head)));
    }

    private static long end(HeadRow head) {
        return LogPlace.pack(head.log(), head.size());
    }

    /// Conditions on the record table, the first one beginning with `and`.
    String sql() {
        String all =
                " and pos >= :from and pos < :before"
                        + (type == null ? "" : " and type = :type")
                        + (orgId == null ? "" : " and org = :org")
                        + ReachSql.and(organizationOf(reach), "org", "", "");
        return stories == null ? all : all + " and pos in (" + positions(all) + ")";
    }

    /// As many as a page has of each kind suffice.
    private String positions(String all) {
        String ofStories =
                "(select pos from evidence.record where log = :log and agg = any (:stories)"
                        + all
                        + " order by pos limit :limit)";
        boolean begins = type == null || FIRST.contains(type);
        return ofStories
                + (calls && begins ? " union all " + ofCalls() : "")
                + (isCounted() ? " union all " + ofCounted(all) : "");
    }

    /// Whether calls of the key may stand in a count alone. A key without a story here is out of
    /// reach, and its counts with it.
    private boolean isCounted() {
        boolean within = calls && stories != null && !stories.isEmpty();
        return within && key != null && (type == null || type.equals(COUNTED));
    }

    /// What was counted of a key's refused calls. Ids stand in no text of others: a record has
    /// none.
    private static String ofCounted(String all) {
        return "(select pos from evidence.record where log = :log and type = '"
                + COUNTED
                + "'"
                + all
                + " and position(:counted in rec) > 0 order by pos limit :limit)";
    }

    private String ofCalls() {
        return "(select position - :base from read.call"
                + " where position >= :base + :from and position < :base + :before"
                + (type == null ? "" : " and (outcome = 'refused') = :refused")
                + (orgId == null ? "" : " and org = :org")
                + (key == null ? "" : " and key_id = :key")
                + ReachSql.and(reach, "org", "team", "project")
                + " order by position limit :limit)";
    }

    /// What the statement asks for.
    Map<String, @Nullable Object> parameters() {
        Map<String, @Nullable Object> parameters = new HashMap<>(ReachSql.parameters(reach));
        long base = LogPlace.pack(log, 0);
        parameters.put("log", log);
        parameters.put("base", base);
        parameters.put("before", Math.max(0, before - base));
        parameters.put("type", type);
        parameters.put("org", orgId);
        parameters.put("key", key);
        parameters.put("counted", ("\"key_id\":\"" + key + "\"").getBytes(US_ASCII));
        parameters.put("refused", EventNames.of(CallRefused.class).type().equals(type));
        parameters.put("stories", stories == null ? null : stories.toArray(UUID[]::new));
        return parameters;
    }

    private static @Nullable Reach organizationOf(@Nullable Reach reach) {
        return reach == null ? null : new Reach(reach.organization(), null, null);
    }
}
