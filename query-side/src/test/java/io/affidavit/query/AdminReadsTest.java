package io.affidavit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.ScopeArchived;
import io.affidavit.schemas.access.ScopeKind;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.routing.CooldownReason;
import io.affidavit.schemas.routing.CredentialSealed;
import io.affidavit.schemas.routing.DeploymentCooledDown;
import io.affidavit.schemas.routing.DeploymentDrained;
import io.affidavit.schemas.routing.DeploymentRecovered;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.Price;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.ProviderDisabled;
import io.affidavit.schemas.routing.ProviderRegistered;
import io.affidavit.schemas.routing.RouteRemoved;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.NodeId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdminReadsTest {

    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final TeamId PLATFORM = new TeamId("platform");
    private static final NodeId NODE = new NodeId("0000000000000001");
    private static QueryHouse house;

    @BeforeAll
    static void open() {
        house = new QueryHouse();
        house.append(
                new OrganizationRegistered(
                        ACME, "Europe/Berlin", ContentMode.COMMIT, null, Digest.ZERO, name("Acme")),
                new TeamRegistered(ACME, PLATFORM, null, Digest.ZERO, name("Plattform ü")),
                new ProjectRegistered(
                        ACME, PLATFORM, new ProjectId("bot"), null, Digest.ZERO, List.of()),
                new ScopeArchived(ScopeKind.TEAM, ACME, PLATFORM, null, List.of()),
                key(1, null),
                key(2, Instant.parse("2026-01-01T00:00:00Z")),
                key(3, null),
                new VirtualKeyRevoked(Stories.key(3), ACME, Digest.ZERO, List.of()),
                provider("openai-prod", Protocol.OPENAI, "https://api.openai.com/v1"),
                new CredentialSealed(new ProviderId("openai-prod"), 1, "kek"),
                provider("simulator", Protocol.SIMULATOR, ""),
                provider("gone", Protocol.OPENAI, "https://gone.example/v1"),
                new ProviderDisabled(new ProviderId("gone"), Digest.ZERO, List.of()),
                deployment(1, "fast"),
                deployment(2, "models/slow:v1"),
                deployment(3, "closed"),
                new RouteRemoved(new Alias("closed"), Digest.ZERO, List.of()),
                deployment(4, "fast"),
                new DeploymentDrained(Stories.deployment(4), Digest.ZERO, List.of()));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void showsScopesWithTheirNames() {
        assertThat(house.get("/admin/organizations").body())
                .hasToString(
                        """
                        {"data":[{"id":"acme","name":"Acme","timeZone":"Europe/Berlin",\
                        "content":"commit","state":"active"}],"nextCursor":null}\
                        """);
        assertThat(house.get("/admin/organizations/acme").body().path("name").asString())
                .isEqualTo("Acme");
        assertThat(house.get("/admin/teams").body().path("data").path(0))
                .hasToString(
                        "{\"orgId\":\"acme\",\"id\":\"platform\",\"name\":\"Plattform ü\",\"state\":\"archived\"}");
        assertThat(house.get("/admin/teams/acme/platform").status()).isEqualTo(200);
        assertThat(house.get("/admin/projects/acme/platform/bot").body())
                .hasToString(
                        """
                        {"orgId":"acme","teamId":"platform","id":"bot","name":null,"state":"active"}\
                        """);
        assertThat(house.get("/admin/projects").body().path("data")).hasSize(1);
    }

    @Test
    void showsKeysWithTheirStateAndNeverASecret() {
        assertThat(house.get("/admin/keys/" + Stories.key(1)).body())
                .hasToString(
                        """
                        {"id":"key000000001","orgId":"acme","teamId":"platform","projectId":null,\
                        "name":"one","origin":"issued","aliases":["fast"],"surfaces":["*"],\
                        "content":null,"expiresAt":null,"graceUntil":null,"metadata":{"team":"x"},\
                        "tags":null,"state":"active"}\
                        """);
        assertThat(state(2)).isEqualTo("expired");
        assertThat(state(3)).isEqualTo("revoked");
        assertThat(house.get("/admin/keys").body().toString()).doesNotContain("mac");
    }

    @Test
    void pagesThroughAList() {
        QueryHouse.Answer first = house.get("/admin/keys?limit=2");
        assertThat(first.body().path("data")).hasSize(2);
        String cursor = first.body().path("nextCursor").asString();

        QueryHouse.Answer second = house.get("/admin/keys?limit=2&cursor=" + cursor);
        assertThat(second.body().path("data")).hasSize(1);
        assertThat(second.body().path("data").path(0).path("id").asString())
                .isEqualTo("key000000003");
        assertThat(second.body().path("nextCursor").isNull()).isTrue();
    }

    @Test
    void showsWhatIsInService() {
        assertThat(house.get("/admin/providers").body().path("data"))
                .hasToString(
                        """
                        [{"name":"openai-prod","protocol":"openai",\
                        "baseUrl":"https://api.openai.com/v1","orgId":null,"credentialVersion":1},\
                        {"name":"simulator","protocol":"simulator","baseUrl":"","orgId":null,\
                        "credentialVersion":0}]\
                        """);
        assertThat(house.get("/admin/providers/gone").status()).isEqualTo(404);
        assertThat(house.get("/admin/deployments").body().path("data")).hasSize(3);
        assertThat(house.get("/admin/deployments/" + Stories.deployment(1)).body())
                .hasToString(
                        """
                        {"id":"dep_0000000000000001","alias":"fast","provider":"openai-prod",\
                        "upstreamModel":"model-1","order":0,"weight":1,\
                        "price":{"inputPerMillionUsd":"3","cachedInputPerMillionUsd":"0.3",\
                        "cacheWritePerMillionUsd":"3","outputPerMillionUsd":"15",\
                        "reasoningPerMillionUsd":"15","perRequestUsd":"0.01","free":false},\
                        "state":"active","cooldowns":[]}\
                        """);
        assertThat(house.get("/admin/deployments/" + Stories.deployment(4)).status())
                .isEqualTo(404);
        assertThat(house.get("/admin/routes").body().path("data"))
                .extracting(route -> route.path("alias").asString())
                .containsExactly("fast", "models/slow:v1");
        assertThat(house.get("/admin/routes/fast").body())
                .hasToString(
                        """
                        {"alias":"fast","strategy":"ordered","fallbacks":[],\
                        "contextFallbacks":[],"contentFallbacks":[],"retry":{"maxAttempts":3,\
                        "backoffMillis":250,"backoffMaxMillis":4000,\
                        "retryAfterMaxMillis":20000,"afterTimeout":true},\
                        "timeouts":{"connectMillis":null,"firstByteMillis":null,\
                        "idleMillis":null,"totalMillis":null},"unsupported":"refuse",\
                        "maxOutputTokens":null}\
                        """);
        assertThat(house.get("/admin/routes/models/slow:v1").body().path("alias").asString())
                .isEqualTo("models/slow:v1");
        assertThat(house.get("/admin/routes/closed").status()).isEqualTo(404);
    }

    @Test
    void showsWhichNodesLeaveADeploymentAlone() {
        Instant soon = Instant.parse("2099-01-01T00:00:00Z");
        Instant past = Instant.parse("2026-01-01T00:00:00Z");
        house.append(
                deployment(5, "fast"),
                deployment(6, "fast"),
                deployment(7, "fast"),
                cooled(5, soon),
                cooled(6, past),
                cooled(7, soon),
                new DeploymentRecovered(Stories.deployment(7), NODE, past, 1));

        assertThat(house.get("/admin/deployments/" + Stories.deployment(5)).body())
                .hasToString(
                        """
                        {"id":"dep_0000000000000005","alias":"fast","provider":"openai-prod",\
                        "upstreamModel":"model-5","order":0,"weight":1,"price":null,"state":"cooling_down",\
                        "cooldowns":[{"node":"0000000000000001","reason":"rate_limited",\
                        "attempts":9,"failures":5,"until":"2099-01-01T00:00:00Z"}]}\
                        """);
        assertThat(deploymentState(6)).isEqualTo("active");
        assertThat(deploymentState(7)).isEqualTo("active");
        house.append(
                new DeploymentDrained(Stories.deployment(5), Digest.ZERO, List.of()),
                new DeploymentDrained(Stories.deployment(6), Digest.ZERO, List.of()),
                new DeploymentDrained(Stories.deployment(7), Digest.ZERO, List.of()));
    }

    private static String deploymentState(int number) {
        return house.get("/admin/deployments/" + Stories.deployment(number))
                .body()
                .path("state")
                .asString();
    }

    private static DeploymentCooledDown cooled(int number, Instant until) {
        return new DeploymentCooledDown(
                Stories.deployment(number),
                NODE,
                Instant.parse("2025-12-31T00:00:00Z"),
                CooldownReason.RATE_LIMITED,
                9,
                5,
                until);
    }

    @Test
    void answersAbsentIdsAlike() {
        for (String path :
                List.of(
                        "/admin/organizations/nobody",
                        "/admin/teams/acme/nobody",
                        "/admin/teams/nobody/platform",
                        "/admin/projects/acme/platform/nobody",
                        "/admin/keys/nobody",
                        "/admin/keys/nobody/usage",
                        "/admin/providers/nobody",
                        "/admin/deployments/nobody",
                        "/admin/routes/",
                        "/admin/routes/nobody")) {
            QueryHouse.Answer answer = house.get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.mediaType()).as(path).isEqualTo("application/problem+json");
            assertThat(answer.body().path("code").asString()).as(path).isEqualTo("not_found");
        }
    }

    private static String state(int key) {
        return house.get("/admin/keys/" + Stories.key(key)).body().path("state").asString();
    }

    private static VirtualKeyIssued key(int number, @Nullable Instant expiresAt) {
        VirtualKeyId id = Stories.key(number);
        return new VirtualKeyIssued(
                id,
                ACME,
                PLATFORM,
                null,
                "f".repeat(64),
                KeyOrigin.ISSUED,
                List.of("fast"),
                List.of("*"),
                null,
                expiresAt,
                null,
                Digest.ZERO,
                List.of(
                        Part.Content.text("name", RetentionClass.AIACT_6M, "one"),
                        Part.Content.text(
                                "metadata", RetentionClass.AIACT_6M, "{\"team\":\"x\"}")));
    }

    private static ProviderRegistered provider(String id, Protocol protocol, String baseUrl) {
        return new ProviderRegistered(
                new ProviderId(id), null, protocol, baseUrl, null, Digest.ZERO, List.of());
    }

    private static DeploymentRegistered deployment(int number, String alias) {
        DeploymentId id = Stories.deployment(number);
        return new DeploymentRegistered(
                id,
                new Alias(alias),
                new ProviderId("openai-prod"),
                "model-" + number,
                0,
                1,
                number == 1 ? Price.perMillionUsd("3", "0.30", null, "15", null, "0.01") : null,
                null,
                Digest.ZERO,
                List.of());
    }

    private static List<Part> name(String text) {
        return List.of(Part.Content.text("name", RetentionClass.AIACT_6M, text));
    }
}
