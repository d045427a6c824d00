package io.affidavit.command.limit;

import io.affidavit.command.evidence.AppendLedger.Proposal;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.CallScopes;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the writer remembers of limits: which of them hang on what, and how their accounts stand.
/// True as long as nobody else has appended. For the writer's thread alone.
final class LimitMemory {

    private static final int MAX_SCOPES = 50_000;

    private final Map<LimitScope, List<LimitId>> scopes = new HashMap<>();
    private final Map<Chain, List<LimitId>> chains = new HashMap<>(); // of known scopes alone
    private final Map<LimitId, LimitAccount> accounts = new HashMap<>();

    /// What is needed and not remembered.
    record Gap(Set<LimitScope> scopes, Set<LimitId> limits) {

        boolean isEmpty() {
            return scopes.isEmpty() && limits.isEmpty();
        }
    }

    /// What the limits of a call hang on.
    private record Chain(
            OrganizationId organization,
            @Nullable TeamId team,
            @Nullable ProjectId project,
            VirtualKeyId key,
            Alias alias) {

        static Chain of(CallAdmitted admitted) {
            return new Chain(
                    admitted.organization(),
                    admitted.team(),
                    admitted.project(),
                    admitted.keyId(),
                    admitted.alias());
        }

        List<LimitScope> scopes() {
            return CallScopes.of(organization, team, project, key, alias);
        }
    }

    /// Whether it is time to begin anew.
    boolean isFull() {
        return scopes.size() > MAX_SCOPES || chains.size() > MAX_SCOPES;
    }

    void forget() {
        scopes.clear();
        chains.clear();
        accounts.clear();
    }

    /// What appends need of it and it does not have.
    Gap gap(List<Proposal> appends) {
        Gap gap = new Gap(new HashSet<>(), new HashSet<>());
        for (Proposal append : appends) {
            append.facts().forEach(event -> need(event, gap));
            append.otherwise().forEach(event -> need(event, gap));
        }
        return gap;
    }

    private void need(DomainEvent event, Gap gap) {
        switch (event) {
            case CallAdmitted admitted -> {
                Chain chain = Chain.of(admitted);
                if (!chains.containsKey(chain)) {
                    gap.scopes().addAll(chain.scopes());
                    gap.scopes().removeAll(scopes.keySet());
                }
            }
            case RouteChosen route -> {
                LimitScope scope = LimitFacts.scope(route);
                if (scope != null && !scopes.containsKey(scope)) {
                    gap.scopes().add(scope);
                }
            }
            default -> {
                for (Booking booking : LimitFacts.settled(event)) {
                    if (!accounts.containsKey(booking.limit())) {
                        gap.limits().add(booking.limit());
                    }
                }
            }
        }
    }

    /// Takes over what the database says.
    ///
    /// @param asked what it was asked for
    /// @param found all that it has of that
    void learn(Gap asked, Collection<LimitAccount> found) {
        asked.scopes().forEach(scope -> scopes.put(scope, new ArrayList<>()));
        for (LimitAccount account : found) {
            put(account);
            if (asked.scopes().contains(account.terms().scope())) {
                Objects.requireNonNull(scopes.get(account.terms().scope()))
                        .add(account.terms().limit());
            }
        }
    }

    void put(LimitAccount account) {
        accounts.put(account.terms().limit(), account);
    }

    /// `null` for a limit that is not there.
    @Nullable LimitAccount account(LimitId limit) {
        return accounts.get(limit);
    }

    /// The limits that count a call.
    List<LimitId> counting(CallAdmitted admitted) {
        return chains.computeIfAbsent(Chain.of(admitted), this::counting);
    }

    private List<LimitId> counting(Chain chain) {
        List<LimitId> counting = new ArrayList<>();
        for (LimitScope scope : chain.scopes()) {
            for (LimitId limit : scopes.getOrDefault(scope, List.of())) {
                LimitAccount account = accounts.get(limit);
                if (account != null && account.terms().concerns(chain.alias())) {
                    counting.add(limit);
                }
            }
        }
        return counting;
    }

    /// The limits that count an attempt.
    List<LimitId> counting(RouteChosen route) {
        LimitScope scope = LimitFacts.scope(route);
        return scope == null ? List.of() : scopes.getOrDefault(scope, List.of());
    }
}
