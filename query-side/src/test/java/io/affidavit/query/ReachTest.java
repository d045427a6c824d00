package io.affidavit.query;

import static io.affidavit.query.TwoTeams.call;
import static io.affidavit.query.TwoTeams.id;
import static io.affidavit.query.TwoTeams.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.query.QueryHouse.Answer;
import io.affidavit.query.QueryHouse.DenialLog;
import io.affidavit.query.web.DenialRecorder;
import io.affidavit.schemas.access.AdminRole;
import io.affidavit.schemas.access.AdminTokenFormat;
import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.VirtualKeyFormat;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.value.AdminTokenId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// What the holder of an admin token sees of a house that others live in as well.
class ReachTest {

    private static QueryHouse house;
    private static String ofTeam;
    private static String ofOrganization;
    private static String ofProject;

    @BeforeAll
    static void open() {
        house = new QueryHouse();
        TwoTeams.furnish(house);
        KnownTokens tokens = house.bean(KnownTokens.class);
        ofTeam = tokens.issue(1, Reach.of("acme/platform"));
        ofOrganization = tokens.issue(2, Reach.of("acme"));
        ofProject = tokens.issue(3, Reach.of("acme/platform/bot"));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void wantsToKnowWhoAsksOnEveryRouteThatATokenOpens() {
        for (HandlerMethod route :
                house.bean(RequestMappingHandlerMapping.class).getHandlerMethods().values()) {
            RequiresPermission required = route.getMethodAnnotation(RequiresPermission.class);
            if (required != null && required.value().isHeldBy(AdminRole.TEAM_ADMIN)) {
                assertThat(route.getMethod().getParameterTypes())
                        .as(route.toString())
                        .contains(Administrator.class);
            }
        }
    }

    @Test
    void knowsNobodyWithAnotherToken() {
        byte[] secret = new byte[AdminTokenFormat.SECRET_BYTES];
        String stranger = AdminTokenFormat.compose(new AdminTokenId("tok000000009"), secret);
        assertThat(get(stranger, "/admin/keys").status()).isEqualTo(401);
        String key = VirtualKeyFormat.compose(Stories.key(1), secret);
        Answer refused = get(key, "/admin/keys");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body().path("detail").asString())
                .startsWith("virtual key: calls only")
                .doesNotContain(key);
    }

    @Test
    void showsScopesWithin() {
        assertThat(ids(ofTeam, "/admin/organizations", "id")).isEmpty();
        assertThat(ids(ofTeam, "/admin/teams", "id")).containsExactly("platform");
        assertThat(ids(ofTeam, "/admin/projects", "id")).containsExactly("bot");
        assertThat(ids(ofOrganization, "/admin/organizations", "id")).containsExactly("acme");
        assertThat(ids(ofOrganization, "/admin/teams", "id")).containsExactly("other", "platform");
        assertThat(ids(ofProject, "/admin/teams", "id")).isEmpty();
        assertThat(ids(ofProject, "/admin/projects", "id")).containsExactly("bot");
        assertThat(get(ofTeam, "/admin/teams/acme/platform").status()).isEqualTo(200);
        assertThat(get(ofProject, "/admin/projects/acme/platform/bot").status()).isEqualTo(200);
    }

    @Test
    void showsKeysWithin() {
        assertThat(ids(ofTeam, "/admin/keys", "id")).containsExactly(id(1), id(2));
        assertThat(ids(ofOrganization, "/admin/keys", "id")).containsExactly(id(1), id(2), id(3));
        assertThat(ids(ofProject, "/admin/keys", "id")).containsExactly(id(2));
        Answer own = get(ofTeam, "/admin/keys/" + id(1));
        assertThat(own.status()).isEqualTo(200);
        assertThat(get(ofTeam, "/admin/keys/" + id(1) + "?asOf=2099-01-01").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/organizations/acme",
                "/admin/organizations/rival",
                "/admin/teams/acme/other",
                "/admin/projects/acme/other/x",
                "/admin/keys/key000000003",
                "/admin/keys/key000000004",
                "/admin/keys/key000000003?asOf=2099-01-01",
                "/admin/keys/key000000003/usage",
                "/admin/limits/lim_org",
                "/admin/limits/lim_other",
                "/admin/limits/lim_foreign",
                "/admin/limits/lim_alias",
                "/audit/calls/CALL3",
                "/audit/calls/CALL4"
            })
    void findsNothingOfOthers(String path) {
        String real = whole(path.replace("CALL3", call(3)).replace("CALL4", call(4)));
        String absent =
                path.replaceAll("acme|rival", "nobody")
                        .replaceAll("key00000000[34]", "nobody000000")
                        .replaceAll("lim_[a-z]+", "lim_nobody")
                        .replaceAll("CALL.", "00000000-0000-7000-8000-000000000000");
        assertThat(house.get(real).status()).as(real).isIn(200, 404);
        Answer answer = get(ofTeam, real);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo(get(ofTeam, absent).body());
    }

    @Test
    void showsCallsAndSpendWithin() {
        assertThat(ids(ofTeam, "/audit/calls", "callId")).containsExactly(call(2), call(1));
        assertThat(ids(ofTeam, "/audit/calls?orgId=rival", "callId")).isEmpty();
        assertThat(ids(ofTeam, "/audit/calls?keyId=" + id(3), "callId")).isEmpty();
        assertThat(ids(ofProject, "/audit/calls", "callId")).containsExactly(call(2));
        assertThat(get(ofTeam, "/audit/calls/" + call(1)).body().at("/chain/verified").asBoolean())
                .isTrue();
        assertThat(requests(ofTeam, "/audit/spend")).isEqualTo(2);
        assertThat(requests(ofOrganization, "/audit/spend")).isEqualTo(3);
        assertThat(requests(ofTeam, "/audit/spend?teamId=other")).isZero();
        assertThat(requests(ofTeam, "/audit/spend?orgId=rival")).isZero();
        assertThat(requests(ofTeam, "/audit/spend?orgId=acme&teamId=platform")).isEqualTo(2);
        assertThat(get(ofTeam, "/admin/keys/" + id(1) + "/usage").body().path("requests").asInt())
                .isEqualTo(1);
    }

    @Test
    void showsLimitsWithin() {
        assertThat(ids(ofTeam, "/admin/limits", "id"))
                .isEqualTo(whole("lim_bot", "lim_key", "lim_team"));
        assertThat(ids(ofOrganization, "/audit/rates", "id"))
                .isEqualTo(
                        whole(
                                "lim_bot",
                                "lim_foreign",
                                "lim_key",
                                "lim_org",
                                "lim_other",
                                "lim_team"));
        assertThat(ids(ofProject, "/admin/limits", "id"))
                .isEqualTo(whole(new String[] {"lim_bot"}));
        assertThat(ids(ofTeam, "/admin/limits?scope=team:acme/other", "id")).isEmpty();
        assertThat(get(ofTeam, whole("/admin/limits/lim_key")).status()).isEqualTo(200);
    }

    @Test
    void showsRecordsWithin() {
        assertThat(positions(ofTeam, "")).containsExactly(5L, 6L, 9L, 10L, 15L);
        assertThat(positions(ofTeam, "?type=virtual_key.blocked&limit=1")).containsExactly(15L);
        assertThat(positions(ofTeam, "?type=call.admitted")).containsExactly(9L, 10L);
        assertThat(positions(ofTeam, "?keyId=" + id(1))).containsExactly(5L, 9L, 15L, 16L);
        assertThat(positions(ofTeam, "?keyId=" + id(3))).isEmpty();
        assertThat(positions(ofOrganization, "?keyId=" + id(3))).containsExactly(7L, 11L, 17L);
        assertThat(positions(ofTeam, "?orgId=rival")).isEmpty();
        assertThat(positions(ofProject, "")).containsExactly(6L, 10L);
        assertThat(positions(ofOrganization, ""))
                .containsExactly(0L, 2L, 3L, 4L, 5L, 6L, 7L, 9L, 10L, 11L, 13L, 14L, 15L, 16L, 17L);
        assertThat(positions(ofOrganization, "?keyId=" + id(4))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/providers",
                "/admin/deployments",
                "/admin/routes",
                "/admin/prices",
                "/admin/tokens",
                "/audit/log"
            })
    void opensNothingThatIsTheOperators(String path) {
        Answer answer = get(ofOrganization, path);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body().path("code").asString()).isEqualTo("permission_denied");
    }

    @Test
    void putsOnRecordWhatWasAskedForInVain() {
        get(ofTeam, "/admin/keys/" + id(3));
        get(ofTeam, "/admin/tokens");
        house.bean(DenialRecorder.class).flush();
        DenialLog log = house.bean(DenialLog.class);
        List<String> routes = Stream.of("GET /admin/keys/{keyId}", "GET /admin/tokens").toList();
        for (String route : routes) {
            int place =
                    log.recorded().stream().map(denial -> denial.route()).toList().indexOf(route);
            assertThat(place).as(route).isNotNegative();
            assertThat(log.actors().get(place))
                    .isEqualTo(new Actor("service", "tok000000001", "admin"));
        }
    }

    private static Answer get(String token, String path) {
        return house.get(path, "Bearer " + token, "application/json");
    }

    private static List<String> ids(String token, String path, String member) {
        Answer answer = get(token, path);
        assertThat(answer.status()).as(path + answer.body()).isEqualTo(200);
        return answer.body()
                .path("data")
                .valueStream()
                .map(row -> row.path(member).asString())
                .toList();
    }

    private static List<Long> positions(String token, String query) {
        Answer answer = get(token, "/audit/events" + query);
        assertThat(answer.status()).as(query + answer.body()).isEqualTo(200);
        return answer.body()
                .path("data")
                .valueStream()
                .map(row -> row.path("position").asLong())
                .toList();
    }

    private static int requests(String token, String path) {
        return get(token, path).body().at("/rows/0/requests").asInt();
    }
}
