package io.affidavit.command.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.CommandContext;
import io.affidavit.command.web.AdminClient;
import io.affidavit.command.web.AdminClient.Answer;
import io.affidavit.command.web.RunningRoom;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/// What the document says of this room's routes. That the routes do what it says is a test of the
/// whole house.
@ExtendWith(RunningRoom.class)
class OpenApiTest {

    private final AdminClient admin;
    private final CommandContext context;

    OpenApiTest(AdminClient admin, CommandContext context) {
        this.admin = admin;
        this.context = context;
    }

    @Test
    void namesEveryRouteThatIsMappedAndNoOther() {
        Set<String> mapped = new TreeSet<>();
        context.bean(RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping ->
                        mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method ->
                                        mapped.add(
                                                method
                                                        + " "
                                                        + mapping.getPatternValues()
                                                                .iterator()
                                                                .next()
                                                                .replace("{*", "{"))));
        Set<String> documented = new TreeSet<>();
        document()
                .path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .propertyNames()
                                .forEach(method ->
                                        documented.add(
                                                method.toUpperCase(java.util.Locale.ROOT)
                                                        + " "
                                                        + path.getKey())));
        assertThat(documented).isEqualTo(mapped).hasSizeGreaterThan(12);
    }

    @Test
    void isForOperatorsOnly() {
        String scrape = "Bearer " + CommandContext.SCRAPE_TOKEN;
        assertThat(admin.bare("GET", "/openapi", "", "Authorization", scrape).status())
                .isEqualTo(401);
        assertThat(admin.bare("GET", "/openapi", "").status()).isEqualTo(401);
        assertThat(admin.send("GET", "/openapi?pretty=true", "").status()).isEqualTo(400);
    }

    @Test
    void saysOfAMemberWhatTheCheckSays() {
        JsonNode organization = body("/admin/organizations", "post");
        assertThat(names(organization.path("required"))).containsExactly("id", "name");
        assertThat(organization.path("properties").path("id").path("pattern").stringValue())
                .isEqualTo("^(?:[a-z0-9][a-z0-9-]{0,62})$");
        assertThat(names(organization.path("properties").path("content").path("enum")))
                .containsExactly("commit", "seal", "");
        assertThat(organization.path("additionalProperties").booleanValue()).isFalse();
        JsonNode deployment = body("/admin/deployments", "post");
        JsonNode provider = body("/admin/providers", "post");
        assertThat(names(provider.path("required"))).containsExactly("name", "protocol");
        assertThat(provider.path("properties").propertyNames()).contains("credential", "baseUrl");
        assertThat(deployment.path("properties").path("order").path("maximum").intValue())
                .isEqualTo(1_000);
    }

    @Test
    void keepsSilentAboutLaterEditions() {
        assertThat(body("/admin/deployments", "post").path("properties").propertyNames())
                .doesNotContain("labels");
        assertThat(document().path("paths").propertyNames())
                .noneMatch(path -> path.contains("users"));
    }

    @Test
    void describesWithoutDoingAnything() {
        double before = records();
        document();
        assertThat(records()).isEqualTo(before);
    }

    private double records() {
        return admin.send("GET", "/actuator/prometheus", "")
                .text()
                .lines()
                .filter(line -> line.startsWith("affidavit_records_total"))
                .filter(line -> !line.contains("access.denied"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    private JsonNode body(String path, String method) {
        return document()
                .path("paths")
                .path(path)
                .path(method)
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
    }

    private JsonNode document() {
        Answer answer = admin.send("GET", "/openapi", "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> names(JsonNode array) {
        return Stream.of(array).flatMap(JsonNode::valueStream).map(JsonNode::asString).toList();
    }
}
