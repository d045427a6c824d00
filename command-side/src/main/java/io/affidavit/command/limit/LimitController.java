package io.affidavit.command.limit;

import io.affidavit.command.access.ScopeDirectory;
import io.affidavit.command.routing.DeploymentDirectory;
import io.affidavit.command.web.AdminCommands;
import io.affidavit.command.web.AdminRequest;
import io.affidavit.command.web.Answers;
import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Form;
import io.affidavit.command.web.Refusals;
import io.affidavit.command.web.Refused;
import io.affidavit.schemas.access.AccessCommand.RaiseLimit;
import io.affidavit.schemas.access.AccessCommand.RemoveLimit;
import io.affidavit.schemas.access.AccessCommand.SetLimit;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitView;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.value.AliasForm;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.LimitId;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/// `PUT /admin/limits`, `DELETE /admin/limits/{id}`, `POST /admin/limits/{id}/raise`.
@RestController
class LimitController {

    private static final String UTC = "UTC";
    private static final Form INSTANT =
            Form.matching("[0-9T:.Z-]{20,32}", 32).inWords("an RFC 3339 instant in UTC");

    private final AdminCommands commands;
    private final ScopeDirectory scopes;
    private final DeploymentDirectory deployments;
    private final LimitTermsReader terms;
    private final Clock clock;

    LimitController(
            AdminCommands commands,
            ScopeDirectory scopes,
            DeploymentDirectory deployments,
            LimitTermsReader terms,
            Clock clock) {
        this.commands = commands;
        this.scopes = scopes;
        this.deployments = deployments;
        this.terms = terms;
        this.clock = clock;
    }

    /// A limit as its changes show it; what is booked on it is shown by the list.
    record LimitAnswer(
            LimitId id,
            LimitScope scope,
            @Nullable String alias,
            String unit,
            String window,
            String amount,
            boolean hard,
            List<Integer> thresholds,
            String timeZone,
            @Nullable String raisedTo,
            @Nullable Instant raisedUntil) {

        static LimitAnswer of(LimitView view) {
            LimitTerms terms = view.terms();
            Long raisedTo = view.raisedTo();
            return new LimitAnswer(
                    terms.limit(),
                    terms.scope(),
                    terms.alias() == null ? null : terms.alias().value(),
                    terms.unit().apiName(),
                    terms.window().code(),
                    LimitBody.text(terms.unit(), terms.amount()),
                    terms.hard(),
                    terms.thresholds(),
                    terms.timeZone(),
                    raisedTo == null ? null : LimitBody.text(terms.unit(), raisedTo),
                    view.raisedUntil());
        }
    }

    /// Sets the one limit that there is for this scope, unit, window and alias.
    @PutMapping("/admin/limits")
    @RequiresPermission(Permission.LIMIT_WRITE)
    ResponseEntity<LimitAnswer> set(AdminRequest request) {
        LimitBody body = LimitBody.read(request.fields());
        List<Part> parts = request.finish();
        Optional<ScopeDirectory.Found> found = find(request, body.scope());
        LimitTerms set = body.terms(found.map(ScopeDirectory.Found::timeZone).orElse(UTC));
        LimitView view =
                commands.ask(
                        request,
                        LimitView.class,
                        new SetLimit(
                                set.limit(),
                                found.map(ScopeDirectory.Found::organization).orElse(null),
                                set,
                                request.idempotency(),
                                parts));
        return commands.ok(request, LimitAnswer.of(view));
    }

    private Optional<ScopeDirectory.Found> find(AdminRequest request, LimitScope scope) {
        if (request.administrator().reach() != null && scope.kind() != LimitScopeKind.KEY) {
            throw keysOnly();
        }
        if (scope.kind() == LimitScopeKind.ALIAS) {
            if (!AliasForm.isValid(scope.id())) {
                throw Refusals.field(FailureCode.INVALID_VALUE, "scope.id", "expected: an alias");
            }
            return Optional.empty(); // limits may stand before what they limit
        }
        if (scope.kind() == LimitScopeKind.DEPLOYMENT) {
            if (!deployments.isInService(scope.id())) {
                throw Refusals.notFound("scope.id");
            }
            return Optional.empty();
        }
        Optional<ScopeDirectory.Found> found = scopes.find(scope);
        if (found.isEmpty() || !reaches(request, found.get())) {
            throw Refusals.notFound("scope.id");
        }
        return found;
    }

    private static boolean reaches(AdminRequest request, ScopeDirectory.Found found) {
        Reach reach = request.administrator().reach();
        Reach home = found.home();
        return reach == null || reach.covers(home.organization(), home.team(), home.project());
    }

    private static Refused keysOnly() {
        return new Refused(
                FailureCode.PERMISSION_DENIED,
                "scope.kind: an admin token sets limits of keys alone (expected: key)");
    }

    /// Refuses a limit that whoever asks does not reach as if it were not there, and one that binds
    /// that administrator's own scope.
    private void requireReached(AdminRequest request, LimitId limit) {
        if (request.administrator().reach() == null) {
            return;
        }
        LimitTerms known = terms.find(limit);
        Optional<ScopeDirectory.Found> found =
                known == null ? Optional.empty() : scopes.find(known.scope());
        if (found.isEmpty() || known == null || !reaches(request, found.get())) {
            throw Refusals.notFound("id");
        }
        if (known.scope().kind() != LimitScopeKind.KEY) {
            throw keysOnly();
        }
    }

    @DeleteMapping("/admin/limits/{id}")
    @RequiresPermission(Permission.LIMIT_WRITE)
    ResponseEntity<LimitAnswer> remove(@PathVariable String id, AdminRequest request) {
        List<Part> parts = request.finish();
        LimitId limit = limit(id);
        requireReached(request, limit);
        LimitView view = commands.ask(request, LimitView.class, new RemoveLimit(limit, parts));
        return commands.ok(request, LimitAnswer.of(view));
    }

    /// Another amount until an instant.
    @PostMapping("/admin/limits/{id}/raise")
    @Answers(200)
    @RequiresPermission(Permission.LIMIT_WRITE)
    ResponseEntity<LimitAnswer> raise(@PathVariable String id, AdminRequest request) {
        Fields fields = request.fields();
        String amount = fields.required("amount", LimitBody.AMOUNT);
        Instant until = instant(fields);
        List<Part> parts = request.finish();
        requireReached(request, limit(id));
        LimitTerms known = terms.find(limit(id));
        if (known == null) {
            throw Refusals.notFound("id");
        }
        Long raised = LimitBody.amount(amount, known.unit());
        if (raised == null) {
            throw Refusals.field(
                    FailureCode.INVALID_VALUE, "amount", amount + " (expected: a whole number)");
        }
        LimitView view =
                commands.ask(
                        request,
                        LimitView.class,
                        new RaiseLimit(known.limit(), raised, until, parts));
        return commands.ok(request, LimitAnswer.of(view));
    }

    private Instant instant(Fields fields) {
        String text = fields.required("until", INSTANT);
        try {
            Instant until = Instant.parse(text);
            if (until.isAfter(clock.instant())) {
                return until;
            }
        } catch (DateTimeException e) {
            // told below
        }
        if (!text.isEmpty()) {
            fields.invalid("until", text + " (expected: an instant in the future)");
        }
        return Instant.MAX;
    }

    private static LimitId limit(String id) {
        try {
            return new LimitId(id);
        } catch (IllegalArgumentException e) {
            throw Refusals.notFound("id");
        }
    }
}
