package io.affidavit.command.limit;

import io.affidavit.command.access.KeyLimits;
import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Form;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.jspecify.annotations.Nullable;

/// Limits that a key is issued with: the first event of each of their stories, in the append of the
/// key, so that there is never a key without them.
final class IssuedKeyLimits implements KeyLimits {

    private static final int MAX_LIMITS = 20;
    private static final String UTC = "UTC";
    private static final String BUDGET = "budgetUsd";
    private static final String BUDGET_WINDOW = "budgetWindow";
    private static final Form WINDOW =
            Form.oneOf(Stream.of(LimitWindow.values()).map(LimitWindow::code).toList());

    private final LimitTermsReader terms;
    private final EventBus events;

    IssuedKeyLimits(LimitTermsReader terms, EventBus events) {
        this.terms = terms;
        this.events = events;
    }

    @Override
    public List<LimitTerms> read(Fields fields, VirtualKeyId key) {
        LimitScope scope = new LimitScope(LimitScopeKind.KEY, key.value());
        List<LimitBody> limits =
                new ArrayList<>(
                        fields.optionalObjects(
                                "limits", MAX_LIMITS, each -> LimitBody.read(scope, each)));
        addRate(limits, scope, LimitUnit.REQUESTS, fields.optionalInt("rpm", 0, Integer.MAX_VALUE));
        addRate(limits, scope, LimitUnit.TOKENS, fields.optionalInt("tpm", 0, Integer.MAX_VALUE));
        addBudget(limits, scope, fields);
        Set<LimitId> known = new HashSet<>();
        for (LimitBody limit : limits) {
            if (!known.add(limit.id())) {
                fields.invalid(
                        "limits",
                        "two of %s in a %s (expected: one)"
                                .formatted(limit.unit().apiName(), limit.window().code()));
            }
        }
        return limits.stream().map(limit -> limit.terms(UTC)).toList();
    }

    private static void addRate(
            List<LimitBody> limits, LimitScope scope, LimitUnit unit, @Nullable Integer amount) {
        if (amount != null) {
            limits.add(simple(scope, unit, LimitWindow.MINUTE, amount));
        }
    }

    private static void addBudget(List<LimitBody> limits, LimitScope scope, Fields fields) {
        String budget = fields.optional(BUDGET, LimitBody.AMOUNT);
        String code = fields.optional(BUDGET_WINDOW, WINDOW);
        if (budget == null) {
            if (code != null && !fields.isGiven(BUDGET)) {
                fields.invalid(BUDGET_WINDOW, "without " + BUDGET + " (expected: both)");
            }
            return;
        }
        LimitWindow window =
                Stream.of(LimitWindow.values())
                        .filter(one -> one.code().equals(code))
                        .findFirst()
                        .orElse(LimitWindow.TOTAL);
        Long amount = LimitBody.amount(budget, LimitUnit.USD);
        if (amount == null) {
            fields.invalid(BUDGET, budget + " (expected: below 10^9)");
            return;
        }
        limits.add(simple(scope, LimitUnit.USD, window, amount));
    }

    private static LimitBody simple(
            LimitScope scope, LimitUnit unit, LimitWindow window, long amount) {
        return new LimitBody(scope, unit, window, amount, true, LimitBody.DEFAULT_THRESHOLDS, null);
    }

    @Override
    public void set(
            List<LimitTerms> limits, OrganizationId organization, @Nullable Digest idempotency) {
        for (LimitTerms limit : limits) {
            events.publish(
                    new GenericDomainEventMessage<>(
                            LimitAggregate.TYPE,
                            limit.limit().value(),
                            0,
                            LimitDecider.first(organization, limit, idempotency)));
        }
    }

    @Override
    public List<KeyLimit> shown(List<LimitTerms> limits) {
        return limits.stream()
                .map(limit -> terms.find(limit.limit()))
                .filter(Objects::nonNull)
                .map(IssuedKeyLimits::shown)
                .toList();
    }

    private static KeyLimit shown(LimitTerms limit) {
        return new KeyLimit(
                limit.limit(),
                limit.alias() == null ? null : limit.alias().value(),
                limit.unit().apiName(),
                limit.window().code(),
                LimitBody.text(limit.unit(), limit.amount()),
                limit.hard(),
                limit.thresholds());
    }
}
