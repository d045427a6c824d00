package io.affidavit.query;

import io.affidavit.projections.testing.Stories;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.access.VirtualKeyBlocked;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.RefusalsCoalesced;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A house in which two teams of an organization live, and a rival.
final class TwoTeams {

    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final OrganizationId RIVAL = new OrganizationId("rival");
    private static final TeamId PLATFORM = new TeamId("platform");
    private static final TeamId OTHER = new TeamId("other");
    private static final ProjectId BOT = new ProjectId("bot");

    private TwoTeams() {}

    static void furnish(QueryHouse house) {
        house.append(
                organization(ACME),
                organization(RIVAL),
                new TeamRegistered(ACME, PLATFORM, null, Digest.ZERO, List.of()),
                new TeamRegistered(ACME, OTHER, null, Digest.ZERO, List.of()),
                new ProjectRegistered(ACME, PLATFORM, BOT, null, Digest.ZERO, List.of()),
                key(1, ACME, PLATFORM, null),
                key(2, ACME, PLATFORM, BOT),
                key(3, ACME, OTHER, null),
                key(4, RIVAL, null, null),
                admitted(1, 1, ACME, PLATFORM, null),
                admitted(2, 2, ACME, PLATFORM, BOT),
                admitted(3, 3, ACME, OTHER, null),
                admitted(4, 4, RIVAL, null, null),
                Stories.completed(Stories.call(1), CallOutcome.COMPLETED, 10),
                Stories.completed(Stories.call(3), CallOutcome.COMPLETED, 1_000),
                new VirtualKeyBlocked(Stories.key(1), ACME, Digest.ZERO, Digest.ZERO, List.of()),
                refused(1, ACME),
                refused(3, ACME));
        limit(house, "lim_team", "team:acme/platform");
        limit(house, "lim_bot", "project:acme/platform/bot");
        limit(house, "lim_key", "key:" + Stories.key(1));
        limit(house, "lim_org", "organization:acme");
        limit(house, "lim_other", "team:acme/other");
        limit(house, "lim_foreign", "key:" + Stories.key(3));
        limit(house, "lim_alias", "alias:fast");
    }

    private static OrganizationRegistered organization(OrganizationId id) {
        return new OrganizationRegistered(
                id, "UTC", ContentMode.COMMIT, null, Digest.ZERO, List.of());
    }

    private static VirtualKeyIssued key(
            int number, OrganizationId organization, TeamId team, ProjectId project) {
        return new VirtualKeyIssued(
                Stories.key(number),
                organization,
                team,
                project,
                "0".repeat(64),
                KeyOrigin.ISSUED,
                List.of("*"),
                List.of("*"),
                null,
                null,
                null,
                Digest.ZERO,
                List.of());
    }

    private static RefusalsCoalesced refused(int key, OrganizationId organization) {
        return new RefusalsCoalesced(
                Stories.key(key),
                organization,
                FailureCode.RATE_LIMIT_EXCEEDED,
                null,
                7,
                Stories.AT,
                Stories.AT);
    }

    private static CallAdmitted admitted(
            int call, int key, OrganizationId organization, TeamId team, ProjectId project) {
        CallAdmitted some = Stories.admitted(Stories.call(call), key, "fast", Stories.AT);
        return new CallAdmitted(
                some.callId(),
                some.decidedAt(),
                some.keyId(),
                some.credential(),
                organization,
                team,
                project,
                new Alias("fast"),
                some.surface(),
                some.stream(),
                some.requestBytes(),
                some.traceParent(),
                some.policy(),
                some.estimate(),
                some.holds(),
                some.destinations(),
                some.parts());
    }

    /// A limit as the writer keeps it.
    private static void limit(QueryHouse house, String name, String scope) {
        String id = whole(name);
        String[] named = scope.split(":", 2);
        String data =
                """
                {"after":"%s","before":null,"idempotency":null,"organization":"acme",\
                "terms":{"alias":null,"amount":"7","hard":true,"limit":"%s","scope":{"id":"%s",\
                "kind":"%s"},"thresholds":[],"time_zone":"UTC","unit":"requests",\
                "window":"day"}}\
                """
                        .formatted(Digest.ZERO, id, named[1], named[0]);
        house.superuser()
                .update(
                        "insert into evidence.limit_terms (limit_id, scope, data, since)"
                                + " values (?, ?, convert_to(?, 'UTF8'), now())",
                        id,
                        scope,
                        data);
    }

    /// The id that a short name stands for.
    static String whole(String text) {
        return Pattern.compile("lim_[a-z]+")
                .matcher(text)
                .replaceAll(name -> name.group() + "0".repeat(20 - name.group().length()));
    }

    static List<String> whole(String... names) {
        return Stream.of(names).map(TwoTeams::whole).toList();
    }

    static String id(int number) {
        return Stories.key(number).value();
    }

    static String call(int number) {
        return Stories.call(number).value().toString();
    }
}
