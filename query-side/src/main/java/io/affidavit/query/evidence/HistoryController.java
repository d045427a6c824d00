package io.affidavit.query.evidence;

import io.affidavit.query.evidence.ChainCheck.ChainView;
import io.affidavit.query.evidence.ChainCheck.ShownCall;
import io.affidavit.query.evidence.RecordReader.HeadRow;
import io.affidavit.query.web.Cursor;
import io.affidavit.query.web.Page;
import io.affidavit.query.web.Problem;
import io.affidavit.query.web.Span;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.Within;
import io.affidavit.schemas.evidence.Frontier;
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
    private final TransactionTemplate snapshot;

    /// Shows what these find in one transaction.
    ///
    /// @param snapshot REPEATABLE READ
    public HistoryController(RecordReader records, ShownCalls shown, TransactionTemplate snapshot) {
        this.records = records;
        this.shown = shown;
        this.snapshot = snapshot;
    }

    /// @param chain computed from the stored bytes at this moment
    /// @param events everything that was decided, in order
    record History(String callId, ChainView chain, List<EventView> events) {

        History {
            events = List.copyOf(events);
        }
    }

    /// @param origin the log's name
    /// @param size number of records
    /// @param root root of the tree over them, lower-case hex
    record LogView(String origin, long size, String root) {}

    @GetMapping("/audit/calls/{callId}")
    @RequiresPermission(Permission.AUDIT_READ)
    History history(@PathVariable String callId) {
        if (!UUID_FORM.matcher(callId).matches()) {
            throw Problem.notFound("call");
        }
        UUID id = UUID.fromString(callId);
        return Objects.requireNonNull(snapshot.execute(status -> history(id)));
    }

    private History history(UUID id) {
        CallRecords call = CallRecords.read(records, id);
        ShownCall known = shown.find(id).orElse(null);
        if (call.records().isEmpty() && known == null) {
            throw Problem.notFound("call");
        }
        return new History(
                id.toString(),
                ChainCheck.check(call, known),
                call.records().stream().map(EventView::of).toList());
    }

    @GetMapping("/audit/events")
    @RequiresPermission(Permission.AUDIT_READ)
    Page<EventView> events(
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String orgId,
            @RequestParam(required = false) @Nullable String keyId,
            @RequestParam(defaultValue = "0") @Within(min = 0) long fromPosition,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (type != null && EventNames.all().stream().noneMatch(name -> name.type().equals(type))) {
            throw Problem.invalid("type", "the logical name of an event, such as call.admitted");
        }
        long first = cursor == null ? fromPosition : after(cursor);
        if (from != null) {
            first = Math.max(first, records.firstAt(Span.instant("from", from)));
        }
        long before = to == null ? Long.MAX_VALUE : records.firstAt(Span.instant("to", to));
        RecordReader.Filter filter = new RecordReader.Filter(type, orgId, keyId, before);
        List<EventView> rows =
                records.from(first, filter, limit).stream().map(EventView::of).toList();
        return Page.of(rows, limit, row -> List.of(Long.toString(row.position())));
    }

    @GetMapping("/audit/log")
    @RequiresPermission(Permission.AUDIT_READ)
    LogView log() {
        HeadRow head = records.head().orElseThrow(() -> Problem.notFound("log"));
        Frontier frontier = Frontier.fromBytes(head.size(), head.frontier());
        return new LogView(head.origin(), head.size(), HexFormat.of().formatHex(frontier.root()));
    }

    private static long after(String cursor) {
        try {
            return Long.parseLong(Cursor.read(cursor, 1).getFirst()) + 1;
        } catch (NumberFormatException e) {
            throw Problem.invalid("cursor", "nextCursor of the page before");
        }
    }
}
