package io.affidavit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.access.OrganizationChanged;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.access.ScopeArchived;
import io.affidavit.schemas.access.ScopeKind;
import io.affidavit.schemas.access.ScopeRenamed;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.routing.Fallbacks;
import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteRemoved;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Limits and scopes as of a moment are what their records up to that moment say. The log of tests
/// appends a record each millisecond after its first moment.
class AsOfTest {

    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final TeamId PLATFORM = new TeamId("platform");
    private static final ProjectId BOT = new ProjectId("bot");
    private static final LimitId LIMIT = new LimitId("lim_0000000000000001");
    private static final Instant LATER = Stories.AT.plusSeconds(60);
    private static QueryHouse house;

    @BeforeAll
    static void open() {
        house = new QueryHouse();
        house.append(
                new OrganizationRegistered(
                        ACME, "UTC", ContentMode.COMMIT, null, Digest.ZERO, name("One")),
                new TeamRegistered(ACME, PLATFORM, null, Digest.ZERO, name("Team")),
                new ProjectRegistered(ACME, PLATFORM, BOT, null, Digest.ZERO, name("Bot")),
                set(7),
                set(9),
                new LimitRaisedTemporarily(LIMIT, ACME, 20, LATER, List.of()),
                new LimitRemoved(LIMIT, ACME, Digest.ZERO, List.of()),
                new OrganizationChanged(
                        ACME,
                        "Europe/Berlin",
                        ContentMode.SEAL,
                        Digest.ZERO,
                        Digest.ZERO,
                        name("Two")),
                new ScopeRenamed(ScopeKind.PROJECT, ACME, PLATFORM, BOT, name("Other")),
                new ScopeArchived(ScopeKind.TEAM, ACME, PLATFORM, null, List.of()),
                defined(Strategy.WEIGHTED),
                defined(Strategy.ORDERED),
                new RouteRemoved(new Alias("a/b"), Digest.ZERO, List.of()),
                set(9),
                new LimitRaisedTemporarily(LIMIT, ACME, 20, LATER, List.of()),
                set(25));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void showsALimitAsItWas() {
        String path = "/admin/limits/" + LIMIT;
        assertThat(house.get(path).status()).isEqualTo(404);
        assertThat(house.get(path + at(3)).status()).isEqualTo(404);
        assertThat(house.get(path + at(4)).body())
                .hasToString(
                        """
                        {"id":"lim_0000000000000001","scope":{"kind":"team",\
                        "id":"acme/platform"},"alias":null,"unit":"requests","window":"day",\
                        "amount":"7","hard":true,"thresholds":[50],"timeZone":"UTC",\
                        "raisedTo":null,"raisedUntil":null,"spent":null,"held":null,\
                        "resetsAt":null}\
                        """);
        assertThat(house.get(path + at(5)).body().path("amount").asString()).isEqualTo("9");
        assertThat(house.get(path + at(6)).body().path("raisedTo").asString()).isEqualTo("20");
        assertThat(house.get(path + at(7)).status()).isEqualTo(404);
        assertThat(house.get(path + at(15)).body().path("raisedTo").asString()).isEqualTo("20");
        assertThat(house.get(path + at(16)).body().path("raisedTo").isNull()).isTrue();
        assertThat(house.get(path + "?asOf=then").status()).isEqualTo(400);
        assertThat(house.get("/admin/limits/nobody?asOf=2099-01-01").status()).isEqualTo(404);
    }

    @Test
    void hidesWhatALimitOfOthersWas() {
        KnownTokens tokens = house.bean(KnownTokens.class);
        String path = "/admin/limits/" + LIMIT + at(4);
        String own = "Bearer " + tokens.issue(1, Reach.of("acme/platform"));
        String other = "Bearer " + tokens.issue(2, Reach.of("acme/other"));
        assertThat(house.get(path, own, "application/json").status()).isEqualTo(200);
        assertThat(house.get(path, other, "application/json").status()).isEqualTo(404);
    }

    @Test
    void listsWhatWasDecidedAboutALimit() {
        assertThat(
                        house.get("/audit/events?limitId=" + LIMIT)
                                .body()
                                .path("data")
                                .findValuesAsString("type"))
                .containsExactly(
                        "limit.set",
                        "limit.set",
                        "limit.raised_temporarily",
                        "limit.removed",
                        "limit.set",
                        "limit.raised_temporarily",
                        "limit.set");
        assertThat(
                        house.get("/audit/events?limitId=" + LIMIT + "&type=limit.removed&limit=1")
                                .body()
                                .path("data"))
                .hasSize(1);
        assertThat(house.get("/audit/events?limitId=nobody").body().path("data")).isEmpty();
    }

    @Test
    void showsScopesAsTheyWere() {
        assertThat(house.get("/admin/organizations/acme" + at(1)).body())
                .hasToString(
                        """
                        {"id":"acme","name":null,"timeZone":"UTC","content":"commit",\
                        "state":"active"}\
                        """);
        assertThat(house.get("/admin/organizations/acme" + at(8)).body())
                .isEqualTo(house.get("/admin/organizations/acme").body());
        assertThat(house.get("/admin/teams/acme/platform" + at(1)).status()).isEqualTo(404);
        assertThat(house.get("/admin/teams/acme/platform" + at(9)).body())
                .hasToString(
                        """
                        {"orgId":"acme","id":"platform","name":"Team","state":"active"}\
                        """);
        assertThat(house.get("/admin/teams/acme/platform" + at(10)).body())
                .isEqualTo(house.get("/admin/teams/acme/platform").body());
        assertThat(house.get("/admin/projects/acme/platform/bot" + at(2)).status()).isEqualTo(404);
        assertThat(house.get("/admin/projects/acme/platform/bot" + at(3)).body())
                .hasToString(
                        """
                        {"orgId":"acme","teamId":"platform","id":"bot","name":null,\
                        "state":"active"}\
                        """);
        assertThat(house.get("/admin/projects/acme/platform/bot" + at(9)).body())
                .isEqualTo(house.get("/admin/projects/acme/platform/bot").body());
        assertThat(house.get("/admin/teams/acme/platform?asOf=then").status()).isEqualTo(400);
    }

    @Test
    void showsARouteAsItWas() {
        String path = "/admin/routes/a/b";
        assertThat(house.get(path).status()).isEqualTo(404);
        assertThat(house.get(path + at(10)).status()).isEqualTo(404);
        assertThat(house.get(path + at(11)).body())
                .hasToString(
                        """
                        {"alias":"a/b","strategy":"weighted","fallbacks":["c"],\
                        "contextFallbacks":[],"contentFallbacks":[],"retry":{"maxAttempts":3,\
                        "backoffMillis":250,"backoffMaxMillis":4000,\
                        "retryAfterMaxMillis":20000,"afterTimeout":true},\
                        "timeouts":{"connectMillis":null,"firstByteMillis":null,\
                        "idleMillis":null,"totalMillis":null},"unsupported":"refuse",\
                        "maxOutputTokens":4096}\
                        """);
        assertThat(house.get(path + at(12)).body().path("strategy").asString())
                .isEqualTo("ordered");
        assertThat(house.get(path + at(13)).status()).isEqualTo(404);
        assertThat(house.get(path + "?asOf=then").status()).isEqualTo(400);
    }

    private static RouteDefined defined(Strategy strategy) {
        RouteRules rules =
                new RouteRules(
                        new Fallbacks(List.of(new Alias("c")), List.of(), List.of()),
                        RouteRules.DEFAULT.retry(),
                        RouteRules.DEFAULT.timeouts(),
                        RouteRules.DEFAULT.unsupported(),
                        4_096);
        return new RouteDefined(
                new Alias("a/b"), strategy, rules, null, null, Digest.ZERO, List.of());
    }

    /// When the log had so many records.
    private static String at(int records) {
        return "?asOf=" + Stories.AT.plusMillis(records);
    }

    private static LimitSet set(long amount) {
        LimitTerms terms =
                new LimitTerms(
                        LIMIT,
                        new LimitScope(LimitScopeKind.TEAM, "acme/platform"),
                        null,
                        LimitUnit.REQUESTS,
                        LimitWindow.DAY,
                        amount,
                        true,
                        List.of(50),
                        "UTC");
        return new LimitSet(ACME, terms, null, null, Digest.ZERO, List.of());
    }

    private static List<Part> name(String text) {
        return List.of(Part.Content.text("name", RetentionClass.AIACT_6M, text));
    }
}
