package io.affidavit.command.metrics;

import io.affidavit.schemas.call.LeaseGuard;
import io.affidavit.schemas.value.HealthSource;
import java.util.List;

/// Whether the log's database has answered lately: the lease of this process is renewed there.
record LeaseHealth(LeaseGuard lease) implements HealthSource {

    @Override
    public String part() {
        return "evidence";
    }

    @Override
    public List<String> reasons() {
        return lease.mayForward()
                ? List.of()
                : List.of("the lease of this process has ended: the database does not renew it");
    }
}
