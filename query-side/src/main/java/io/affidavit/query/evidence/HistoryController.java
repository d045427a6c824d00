package io.affidavit.query.evidence;

import io.affidavit.query.evidence.ChainCheck.ChainView;
import io.affidavit.query.evidence.ChainCheck.ShownCall;
import io.affidavit.query.evidence.RecordReader.HeadRow;
import io.affidavit.query.web.Cursor;
import io.affidavit.query.web.Page;
import io.affidavit.query.web.Problem;
import io.affidavit.query.web.Span;
import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.Within;
import io.affidavit.schemas.bundle.PartDisclosed;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.evidence.Frontier;
import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.serial.EventNames;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows records: a call's whole history with a verdict on it, or any stretch of the log.
@RestController
public final class HistoryController {

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final RecordReader records;
    private final ShownCalls shown;
    private final StoriesWithin stories;
    private final TransactionTemplate snapshot;

    /// Shows what these find in one transaction.
    ///
    /// @param snapshot REPEATABLE READ
    public HistoryController(
            RecordReader records,
            ShownCalls shown,
            StoriesWithin stories,
            TransactionTemplate snapshot) {
        this.records = records;
        this.shown = shown;
        this.stories = stories;
        this.snapshot = snapshot;
    }

    /// @param chain computed from the stored bytes at this moment
    /// @param events everything that was decided, in order
    /// @param disclosures when texts of it left the house, in order
    record History(
            String callId, ChainView chain, List<EventView> events, List<EventView> disclosures) {

        History {
            events = List.copyOf(events);
            disclosures = List.copyOf(disclosures);
        }
    }

    /// The log that is appended to.
    ///
    /// @param origin the log's name
    /// @param size number of records
    /// @param root root of the tree over them, lower-case hex
    record LogView(String origin, long size, String root) {}

    @GetMapping("/audit/calls/{callId}")
    @RequiresPermission(Permission.AUDIT_READ)
    History history(Administrator asking, @PathVariable String callId) {
        if (!UUID_FORM.matcher(callId).matches()) {
            throw Problem.notFound("call");
        }
        UUID id = UUID.fromString(callId);
        return Objects.requireNonNull(snapshot.execute(status -> history(id, asking.reach())));
    }

    private History history(UUID id, @Nullable Reach reach) {
        CallRecords call = CallRecords.read(records, id);
        ShownCall known = shown.find(id).orElse(null);
        if (!isWithin(call, id, reach) || (call.records().isEmpty() && known == null)) {
            throw Problem.notFound("call");
        }
        return new History(
                id.toString(),
                ChainCheck.check(call, known),
                call.records().stream().map(EventView::of).toList(),
                records.ofAggregate(disclosures(id)).stream().map(EventView::of).toList());
    }

    private static UUID disclosures(UUID call) {
        return Objects.requireNonNull(
                AggregateColumn.of(
                        PartDisclosed.STORY, PartDisclosed.storyOf("call", call.toString())));
    }

    /// Whose a call is, its first record says; where that is gone or no longer readable, the tables
    /// may still bear witness.
    private boolean isWithin(CallRecords call, UUID id, @Nullable Reach reach) {
        return reach == null || isAdmitted(call, reach) || shown.isWithin(id, reach);
    }

    private static boolean isAdmitted(CallRecords call, Reach reach) {
        StoredRecord first = call.records().isEmpty() ? null : call.records().getFirst();
        return switch (first == null || first.view() == null ? null : first.event()) {
            case CallAdmitted made ->
                    reach.covers(made.organization(), made.team(), made.project());
            case CallRefused made -> reach.covers(made.organization(), made.team(), made.project());
            case null, default -> false;
        };
    }

    @GetMapping("/audit/events")
    @RequiresPermission(Permission.AUDIT_READ)
    Page<EventView> events(
            Administrator asking,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String orgId,
            @RequestParam(required = false) @Nullable String keyId,
            @RequestParam(required = false) @Nullable String limitId,
            @RequestParam(defaultValue = "0") @Within(min = 0, max = LogPlace.LOG_MAX) int log,
            @RequestParam(defaultValue = "0") @Within(min = 0, max = LogPlace.POSITION_MAX)
                    long fromPosition,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (type != null && EventNames.all().stream().noneMatch(name -> name.type().equals(type))) {
            throw Problem.invalid("type", "the logical name of an event, such as call.admitted");
        }
        long first = cursor == null ? LogPlace.pack(log, fromPosition) : after(cursor);
        if (from != null) {
            first = Math.max(first, records.firstAt(Span.instant("from", from)));
        }
        long before = to == null ? Long.MAX_VALUE : records.firstAt(Span.instant("to", to));
        EventFilter filter = filter(type, orgId, keyId, limitId, asking.reach(), before);
        List<EventView> rows =
                records.from(first, filter, limit).stream().map(EventView::of).toList();
        return Page.of(rows, limit, row -> List.of(Long.toString(row.place())));
    }

    /// Of a key, its own story and the first record of each of its calls; of a limit, its story; of
    /// a reach below an organization, both of all keys and limits within it.
    private EventFilter filter(
            @Nullable String type,
            @Nullable String orgId,
            @Nullable String keyId,
            @Nullable String limitId,
            @Nullable Reach reach,
            long before) {
        List<UUID> about = null;
        if (keyId != null) {
            about = stories.ofKey(keyId, reach);
        }
        if (limitId != null) {
            List<UUID> ofLimit = stories.ofLimit(limitId, reach);
            about = about == null ? ofLimit : List.of(); // no record is about both
        }
        if (about == null && reach != null && reach.team() != null) {
            about = stories.all(reach);
        }
        return new EventFilter(type, orgId, keyId, about, limitId == null, reach, 0, before);
    }

    @GetMapping("/audit/log")
    @RequiresPermission(Permission.LOG_READ)
    LogView log() {
        HeadRow head = records.head().orElseThrow(() -> Problem.notFound("log"));
        Frontier frontier = Frontier.fromBytes(head.size(), head.frontier());
        return new LogView(head.origin(), head.size(), HexFormat.of().formatHex(frontier.root()));
    }

    private static long after(String cursor) {
        try {
            return LogPlace.of(Long.parseLong(Cursor.read(cursor, 1).getFirst()) + 1).packed();
        } catch (IllegalArgumentException e) { // no number, or no place
            throw Problem.invalid("cursor", "nextCursor of the page before");
        }
    }
}
