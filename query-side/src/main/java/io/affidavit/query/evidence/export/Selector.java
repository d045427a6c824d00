package io.affidavit.query.evidence.export;

import io.affidavit.query.evidence.AggregateColumn;
import io.affidavit.query.evidence.export.SealedLog.Head;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.bundle.BundleKind;
import io.affidavit.schemas.bundle.BundleScope;
import io.affidavit.schemas.evidence.RecordOrganization;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Finds the records of a scope: those that were appended when it was asked for.
final class Selector {

    /// Their positions are kept in memory: 16 MB.
    private static final int RECORDS_MAX = 2_000_000;

    private final SealedLog log;

    Selector(SealedLog log) {
        this.log = log;
    }

    /// @throws ExportFailure where there is nothing of that name
    Selection select(BundleScope scope) {
        Head head = log.head();
        Selection selection =
                switch (scope.kind()) {
                    case CALL -> calls(head, List.of(Objects.requireNonNull(scope.id())));
                    case CALLS -> calls(head, scope.ids());
                    case KEY -> key(head, Objects.requireNonNull(scope.id()));
                    case LIMIT -> limit(head, Objects.requireNonNull(scope.id()));
                    case ORGANIZATION -> organization(head, scope);
                };
        return bounded(selection);
    }

    private static Selection bounded(Selection selection) {
        if (selection.positions().length > RECORDS_MAX) {
            throw new ExportFailure(
                    FailureCode.REQUEST_TOO_LARGE,
                    "scope: too many records (expected: at most " + RECORDS_MAX + ")");
        }
        return selection;
    }

    /// The same period, begun where it can be seen that nothing is missing at its beginning: at the
    /// nearest record before it that is shown, or at the organization's first one.
    ///
    /// @param withheld types of records that are not shown
    Selection begunVisibly(Selection selection, BundleScope scope, Collection<String> withheld) {
        if (scope.kind() != BundleKind.ORGANIZATION || withheld.isEmpty()) {
            return selection;
        }
        long[] before =
                log.backToOther(
                        Objects.requireNonNull(scope.id()),
                        log.firstAt(Objects.requireNonNull(scope.from())),
                        withheld,
                        RECORDS_MAX);
        if (before.length == 0) {
            return selection;
        }
        Selection begun = withBackground(log.head(), before, null, List.of());
        return bounded(
                new Selection(
                        selection.log(),
                        selection.organization(),
                        Selection.union(begun.positions(), selection.positions()),
                        selection.open()));
    }

    private Selection calls(Head head, List<String> ids) {
        Set<UUID> stories = new HashSet<>();
        for (String id : ids) {
            UUID story = AggregateColumn.of("call", id);
            if (story == null) {
                throw ExportFailure.notFound(member(ids));
            }
            stories.add(story);
        }
        long[] positions = log.ofStories(stories, head.size());
        Stories told = new Stories();
        log.read(positions, null, told::add);
        if (!told.calls().containsAll(ids)) {
            throw ExportFailure.notFound(member(ids));
        }
        return withBackground(head, positions, told.organization(), told.open());
    }

    private static String member(List<String> ids) {
        return ids.size() == 1 ? "scope.id" : "scope.ids";
    }

    private Selection key(Head head, String id) {
        long[] story = log.ofStories(List.of(story("virtual_key", id)), head.size());
        OrganizationId organization = organizationOf(story);
        Set<UUID> limits = organization == null ? Set.of() : limitsOf(id, organization);
        long[] all = Selection.union(story, log.ofStories(limits, head.size()));
        return withBackground(head, all, organization, List.of());
    }

    /// The stories of limits that were set on a key in this log.
    Set<UUID> limitsOf(String key, OrganizationId organization) {
        Set<UUID> limits = new HashSet<>();
        String set = EventNames.of(LimitSet.class).type();
        log.read(
                log.ofType(set, organization.value(), log.head().size()),
                null,
                row -> {
                    if (Records.event(row) instanceof LimitSet limit
                            && limit.terms().scope().kind() == LimitScopeKind.KEY
                            && limit.terms().scope().id().equals(key)) {
                        limits.add(story("limit", limit.terms().limit().value()));
                    }
                });
        return limits;
    }

    private Selection limit(Head head, String id) {
        long[] story = log.ofStories(List.of(story("limit", id)), head.size());
        return withBackground(head, story, organizationOf(story), List.of());
    }

    private @Nullable OrganizationId organizationOf(long[] story) {
        if (story.length == 0) {
            throw ExportFailure.notFound("scope.id");
        }
        List<RecordView> first = new ArrayList<>();
        log.read(new long[] {story[0]}, null, row -> first.add(Records.view(row)));
        RecordOrganization organization = first.getFirst().org();
        return organization == null ? null : new OrganizationId(organization.id());
    }

    private Selection organization(Head head, BundleScope scope) {
        String id = Objects.requireNonNull(scope.id());
        long from = log.firstAt(Objects.requireNonNull(scope.from()));
        long before = log.firstAt(Objects.requireNonNull(scope.to()));
        long[] positions = log.ofOrganization(id, from, before, head.size(), RECORDS_MAX);
        if (positions.length == 0) {
            throw ExportFailure.notFound("scope.id");
        }
        Background background = new Background(log);
        log.read(positions, Background.NAMING, background::add);
        long last = positions[positions.length - 1];
        return new Selection(
                head.origin(),
                new OrganizationId(id),
                Selection.union(positions, background.positions(last, null)),
                List.of());
    }

    private Selection withBackground(
            Head head, long[] positions, @Nullable OrganizationId organization, List<String> open) {
        Background background = new Background(log);
        log.read(positions, Background.NAMING, background::add);
        long[] behind =
                background.positions(
                        positions[positions.length - 1],
                        organization == null ? null : organization.value());
        return new Selection(head.origin(), organization, Selection.union(positions, behind), open);
    }

    private static UUID story(String type, String id) {
        return Objects.requireNonNull(AggregateColumn.of(type, id));
    }
}
