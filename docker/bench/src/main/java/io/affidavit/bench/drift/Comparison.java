package io.affidavit.bench.drift;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.NanoUsd;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Holds the log against the provider's books: each completed call has a charge there, of the same
/// amount, and that amount is what its limits were charged.
final class Comparison {

    private static final int MAX_COMPLAINTS = 20;

    private final Map<String, Long> charges;
    private final Map<String, Integer> ends = new TreeMap<>();
    private final Map<String, String> seen = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private BigInteger recorded = BigInteger.ZERO;
    private BigInteger charged = BigInteger.ZERO;
    private BigInteger all = BigInteger.ZERO;
    private long retried;

    /// @param charges nano-USD by the provider's id of the request
    Comparison(Map<String, Long> charges) {
        this.charges = charges;
    }

    /// Reads the whole log.
    Comparison read(Connection connection, String organization) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        select type, rec from evidence.record
                        where org = ? and (type like 'call.%' or type = 'attempt.failed')
                            and type <> 'call.admitted'
                        order by log, pos
                        """)) {
            statement.setString(1, organization);
            statement.setFetchSize(1_000);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    judge(rows.getString(1), RecordView.parse(rows.getBytes(2)));
                }
            }
        }
        connection.rollback();
        return this;
    }

    private void judge(String type, RecordView record) {
        DomainEvent event =
                EventSerializer.read(
                        record.type(), Integer.toString(record.rev()), record.data(), List.of());
        switch (event) {
            case CallCompleted done -> {
                count(type + ", " + done.outcome().code() + ", usage " + done.usageSource().code());
                add(done.costNanoUsd());
                if (done.outcome() == CallOutcome.COMPLETED
                        && done.usageSource() == UsageSource.REPORTED) {
                    compare(done);
                }
            }
            case CallFailed failed -> {
                count(type + ", usage " + failed.usageSource().code());
                add(failed.costNanoUsd());
            }
            case CallConcludedLate late -> {
                count(type);
                add(late.costNanoUsd());
            }
            case CallAbandoned _ -> count(type);
            default -> {
                count(type);
                retried += type.equals("attempt.failed") ? 1 : 0;
            }
        }
    }

    private void compare(CallCompleted done) {
        String id = String.valueOf(done.providerRequestId());
        long cost = done.costNanoUsd() == null ? -1 : done.costNanoUsd().value();
        Long charge = charges.get(id);
        String twin = seen.put(id, done.callId().toString());
        if (charge == null || charge != cost || twin != null) {
            complain(done.callId() + ": " + cost + " nano-USD, the provider says " + charge);
        } else {
            recorded = recorded.add(BigInteger.valueOf(cost));
            charged = charged.add(BigInteger.valueOf(charge));
        }
        for (Booking settled : done.settled()) {
            if (settled.unit() == LimitUnit.USD && settled.amount() != cost) {
                complain(done.callId() + ": limit " + settled.limit() + " got " + settled.amount());
            }
        }
    }

    private void add(@Nullable NanoUsd cost) {
        all = all.add(BigInteger.valueOf(cost == null ? 0 : cost.value()));
    }

    private void count(String what) {
        ends.merge(what, 1, Integer::sum);
    }

    private void complain(String what) {
        if (complaints.size() < MAX_COMPLAINTS) {
            complaints.add(what);
        }
    }

    /// What did not agree.
    List<String> complaints() {
        return complaints;
    }

    /// Records by kind.
    Map<String, Integer> ends() {
        return ends;
    }

    /// Calls that were compared.
    int compared() {
        return seen.size();
    }

    /// Their cost on record, nano-USD.
    BigInteger recorded() {
        return recorded;
    }

    /// Their charges, nano-USD.
    BigInteger charged() {
        return charged;
    }

    /// The cost of all calls on record, nano-USD.
    BigInteger all() {
        return all;
    }

    /// Attempts that failed.
    long retried() {
        return retried;
    }
}
