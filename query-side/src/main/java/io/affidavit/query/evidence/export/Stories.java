package io.affidavit.query.evidence.export;

import io.affidavit.query.evidence.export.SealedLog.Row;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.evidence.RecordOrganization;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Whose calls these are, and which of them have not ended. For one thread.
final class Stories {

    private static final Set<String> TERMINAL =
            Stream.of(
                            CallCompleted.class,
                            CallFailed.class,
                            CallAbandoned.class,
                            CallRefused.class,
                            CallConcludedLate.class)
                    .map(event -> EventNames.of(event).type())
                    .collect(Collectors.toUnmodifiableSet());

    private final Set<String> calls = new HashSet<>();
    private final Set<String> open = new HashSet<>();
    private @Nullable OrganizationId organization;

    /// @throws ExportFailure when it belongs to another organization than those before
    void add(Row row) {
        RecordView view = Records.view(row);
        String call = view.agg().id();
        if (calls.add(call)) {
            open.add(call);
        }
        if (TERMINAL.contains(view.type())) {
            open.remove(call);
        }
        RecordOrganization of = view.org();
        if (of == null) {
            throw ExportFailure.unavailable("position " + row.position() + ": of no organization");
        }
        OrganizationId its = new OrganizationId(of.id());
        if (organization != null && !organization.equals(its)) {
            throw new ExportFailure(
                    FailureCode.INVALID_VALUE,
                    "scope.ids: calls of several organizations (expected: of one)");
        }
        organization = its;
    }

    Set<String> calls() {
        return Set.copyOf(calls);
    }

    List<String> open() {
        return open.stream().sorted().toList();
    }

    @Nullable OrganizationId organization() {
        return organization;
    }

    /// Whether a record of this type ends its call.
    static boolean isTerminal(String type) {
        return TERMINAL.contains(type);
    }
}
