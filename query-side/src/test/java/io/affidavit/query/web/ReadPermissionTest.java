package io.affidavit.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.query.QueryHouse;
import io.affidavit.query.QueryHouse.Answer;
import io.affidavit.query.QueryHouse.DenialLog;
import io.affidavit.schemas.access.AccessCommand.RecordDenial;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.value.FailureCode;
import jakarta.servlet.ServletContext;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.multipart.MultipartResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class ReadPermissionTest {

    private static final String JSON = "application/json";
    private static QueryHouse house;

    @BeforeAll
    static void open() {
        house = new QueryHouse();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void leavesNoRouteWithoutAPermission() {
        List<HandlerMethod> routes =
                house.bean(RequestMappingHandlerMapping.class).getHandlerMethods().values().stream()
                        .filter(route -> route.getBeanType().getName().startsWith("io.affidavit."))
                        .toList();
        assertThat(routes).hasSizeGreaterThan(15);
        assertThat(routes).allMatch(route -> route.hasMethodAnnotation(RequiresPermission.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer wrong",
                "Basic " + QueryHouse.TOKEN,
                QueryHouse.TOKEN,
                "Bearer " + QueryHouse.TOKEN + "x",
                "Bearer operator-token-of-test"
            })
    void turnsAwayWhoeverIsNotTheOperator(String authorization) {
        Answer answer = house.get("/admin/keys", authorization, JSON);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
        assertThat(answer.body().path("code").asString()).isIn("no_credentials", "invalid_api_key");
    }

    @Test
    void takesTheSchemeInAnyCase() {
        assertThat(house.get("/admin/keys", "bEARER " + QueryHouse.TOKEN, JSON).status())
                .isEqualTo(200);
    }

    @Test
    void recordsDeniedAttemptsTogether() {
        DenialRecorder recorder = house.bean(DenialRecorder.class);
        for (int i = 0; i < 7; i++) {
            house.get("/audit/spend?from=2026-11-25", "Bearer wrong", JSON);
        }
        recorder.flush();

        List<RecordDenial> denials =
                house.bean(DenialLog.class).recorded().stream()
                        .filter(denial -> denial.route().equals("GET /audit/spend"))
                        .toList();
        assertThat(denials.stream().mapToLong(RecordDenial::count).sum()).isEqualTo(7);
        assertThat(denials)
                .allSatisfy(denial -> {
                    assertThat(denial.plane()).isEqualTo("control");
                    assertThat(denial.failure()).isEqualTo(FailureCode.INVALID_API_KEY);
                    assertThat(denial.parts())
                            .singleElement()
                            .hasToString("Content[name=source, length=9]");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/keys?limit=0",
                "/admin/keys?limit=1001",
                "/admin/keys?limit=many",
                "/admin/keys?limit=-1",
                "/admin/keys?limit=0x7ff",
                "/admin/keys?limit=%231001",
                "/admin/keys?limit=%201001",
                "/audit/events?fromPosition=-1",
                "/admin/keys?cursor=%00",
                "/audit/calls?alias=%00",
                "/audit/calls?orgId=a%00",
                "/audit/calls?keyId=%00",
                "/audit/events?orgId=%00",
                "/audit/events?keyId=%00",
                "/admin/keys?cursor=YQpi",
                "/admin/teams?cursor=YQ",
                "/audit/calls?cursor=YQ",
                "/audit/events?cursor=YQ",
                "/audit/calls?outcome=fine",
                "/audit/calls?from=yesterday",
                "/audit/calls?to=2026-11-25T14:00:00",
                "/audit/calls?from=2026-02-30",
                "/audit/calls?orgID=acme",
                "/audit/events?fromPosition=x"
            })
    void refusesWhatItDoesNotUnderstand(String path) {
        Answer answer = house.get(path);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
        assertThat(answer.body().path("status").asInt()).isEqualTo(400);
        assertThat(answer.body().path("code").asString()).isNotEmpty();
    }

    @Test
    void blamesTheSenderOfABrokenEscape() {
        assertThat(house.statusLine("/admin/keys?limit=%zz")).isEqualTo("HTTP/1.1 400");
        assertThat(house.statusLine("/audit/calls?%zz=1")).isEqualTo("HTTP/1.1 400");
    }

    @Test
    void readsNoFormsAndNoFiles() {
        ServletContext servlets = house.bean(ServletContext.class);
        assertThat(servlets.getFilterRegistrations()).doesNotContainKey("formContentFilter");
        assertThat(house.beans(MultipartResolver.class)).isEmpty();
    }

    @Test
    void namesTheOffendingParameter() {
        assertThat(house.get("/admin/keys?limit=0").body().path("errors"))
                .hasToString("[{\"field\":\"limit\",\"message\":\"expected: 1 to 1000\"}]");
    }

    @Test
    void writesNoListAsATable() {
        Answer answer = house.get("/audit/calls", "Bearer " + QueryHouse.TOKEN, "text/csv");
        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
    }

    @Test
    void saysSoWhenTheDatabaseIsGone() {
        List<String> gone = Stream.of("/admin/keys", "/audit/log").toList();
        house.superuser().execute("revoke usage on schema read, evidence from affidavit_reader");
        try {
            for (String path : gone) {
                Answer answer = house.get(path);
                assertThat(answer.status()).as(path).isEqualTo(503);
                assertThat(answer.body().path("code").asString()).isEqualTo("evidence_unavailable");
            }
        } finally {
            house.superuser().execute("grant usage on schema read, evidence to affidavit_reader");
        }
    }
}
