package io.affidavit.projections.call;

import io.affidavit.projections.testing.ReadDatabase;
import io.affidavit.projections.testing.Stories;
import io.affidavit.schemas.call.CallEvent;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.jdbc.core.JdbcTemplate;

/// Feeds a projection batch by batch and looks at its rows.
final class CallRows {

    private final ReadDatabase database;
    private final CallProjection projection;
    private long position;

    CallRows(ReadDatabase database) {
        this.database = database;
        JdbcTemplate sql = new JdbcTemplate(database.projector());
        this.projection = new CallProjection(new CallTable(sql), new SpendTable(sql));
    }

    /// One batch, one transaction.
    void commit(List<? extends CallEvent> events) {
        UnitOfWork<TrackedEventMessage<CallEvent>> work = DefaultUnitOfWork.startAndGet(null);
        work.attachTransaction(database.transactions());
        work.executeWithResult(
                        () -> {
                            for (CallEvent event : events) {
                                projection.on(event, Stories.tracked(position++, event));
                            }
                            return null;
                        })
                .getPayload();
    }

    void commit(CallEvent... events) {
        commit(List.of(events));
    }

    Map<String, Object> only() {
        return database.superuser().queryForMap("select * from read.call");
    }

    List<Map<String, Object>> spend() {
        return database.superuser()
                .queryForList("select * from read.spend order by key_id, alias, provider, model");
    }

    long open() {
        Long count =
                database.superuser()
                        .queryForObject("select count(*) from read.open_call", Long.class);
        return count == null ? -1 : count;
    }
}
