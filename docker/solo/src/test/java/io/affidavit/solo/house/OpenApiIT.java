package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The control plane does what its own description says: every operation is called as described and
/// against the description, and every answer is judged by it.
@TestMethodOrder(OrderAnnotation.class)
class OpenApiIT {

    /// Members of later editions, which the description must not have.
    private static final List<String> LATER = List.of("labels", "parallel");

    /// No key of the log is retired on its first day.
    private static final String A_DAY_LATER = "/admin/log/keys/{use}/retire";

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    @TempDir private static Path temporary;
    private static OpenAiDouble provider;
    private static Gateway gateway;
    private static Http control;
    private static Http stranger;
    private static JsonNode document;
    private static JsonSchema schemas;
    private static List<ApiOperation> operations;
    private static ApiSamples samples;

    /// What was made last of each kind, by tag.
    private static final Map<String, JsonNode> made = new HashMap<>();

    @BeforeAll
    static void start() {
        provider = new OpenAiDouble();
        gateway = Gateway.start(temporary.resolve("data"), OperatorSteps.LOCAL_PROVIDERS);
        control = new Http(gateway.controlUrl(), gateway.operatorToken());
        stranger = new Http(gateway.controlUrl(), "nobody");
        OperatorSteps steps = new OperatorSteps(gateway);
        String key = steps.provideFast(provider.baseUrl());
        steps.create(
                "/admin/projects",
                "{\"orgId\":\"acme\",\"teamId\":\"platform\",\"id\":\"bot\",\"name\":\"Bot\"}");
        HttpResponse<String> call =
                new Http(gateway.dataUrl(), key)
                        .post(
                                "/v1/chat/completions",
                                "{\"model\":\"fast\",\"messages\":[{\"role\":\"user\","
                                        + "\"content\":\"Hi\"}]}");
        String callId = call.headers().firstValue("x-affidavit-call-id").orElseThrow();
        document = Http.json(control.get("/openapi"));
        schemas = new JsonSchema(document);
        operations = ApiOperation.of(document);
        samples = new ApiSamples(ApiSamples.told(provider.baseUrl()));
        JsonNode history = Http.json(control.get("/audit/calls/" + callId));
        made.put("audit/calls", history);
        made.put("evidence/receipts", history);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    @Test
    @Order(1)
    void isAWholeDocument() {
        assertThat(document.path("openapi").stringValue()).startsWith("3.1.");
        assertThat(operations).hasSizeGreaterThan(30);
        assertThat(operations.stream().map(ApiOperation::id)).doesNotHaveDuplicates();
        assertThat(operations)
                .allMatch(operation -> !operation.described().path("security").isEmpty());
        assertThat(operations)
                .extracting(ApiOperation::tag)
                .contains("admin/keys", "audit/calls", "actuator/prometheus", "openapi");
    }

    @Test
    @Order(2)
    void doesWhatIsDescribed() {
        for (ApiOperation operation : operations) {
            if (operation.method().equals("DELETE")) {
                continue; // last, so that the other tests have something to refuse
            }
            String body = operation.isWrite() ? samples.whole(operation.body()).toString() : "";
            HttpResponse<String> answer = control.send(operation.method(), url(operation), body);
            if (operation.tag().startsWith("evidence/") && !made.containsKey(operation.tag())) {
                assertDescribed(operation, answer); // what is sealed by now has tests of its own
                continue;
            }
            if (operation.path().equals(A_DAY_LATER)) {
                assertDescribed(operation, answer);
                continue;
            }
            assertDone(operation, answer);
            HttpResponse<String> again = control.send(operation.method(), url(operation), body);
            assertDescribed(operation, again); // done again, or refused as described
            if (operation.method().equals("PUT")) {
                made.put(operation.tag(), Http.json(answer));
            }
            if (operation.method().equals("POST")) {
                if (Http.json(answer).has("id") || !made.containsKey(operation.tag())) {
                    made.put(operation.tag(), Http.json(answer));
                }
                ObjectNode least = samples.whole(operation.body());
                least.retain(operation.required());
                if (!operation.tag().equals("admin/providers")) { // a real one has a credential
                    assertDone(operation, send(operation, least.toString()));
                }
            }
        }
    }

    @Test
    @Order(3)
    void refusesWhateverBreaksARuleOfTheDescription() {
        for (ApiOperation operation : writes()) {
            operation
                    .body()
                    .path("properties")
                    .properties()
                    .forEach(member -> {
                        assertWrongValues(operation, member.getKey(), member.getValue());
                        member.getValue()
                                .path("properties")
                                .properties()
                                .forEach(inner ->
                                        assertWrongInner(operation, member.getKey(), inner));
                    });
            for (String name : operation.required()) {
                ObjectNode body = least(operation);
                body.remove(name);
                assertRefused(operation, body, name);
            }
        }
    }

    @Test
    @Order(4)
    void refusesEveryMemberThatIsNotDescribed() {
        Set<String> names = new TreeSet<>(LATER);
        operations.forEach(one -> names.addAll(one.body().path("properties").propertyNames()));
        assertThat(names).hasSizeGreaterThan(30);
        for (ApiOperation operation : writes()) {
            for (String name : names) {
                boolean isDescribed = operation.body().path("properties").has(name);
                assertThat(isDescribed && LATER.contains(name)).as(operation + name).isFalse();
                if (!isDescribed) {
                    assertRefused(operation, least(operation).put(name, "some"), name);
                }
            }
        }
    }

    @Test
    @Order(5)
    void refusesWhatIsNoBody() {
        for (ApiOperation operation : writes()) {
            for (String body : List.of("[]", "{", "null", "\"x\"", "{\"a\":1,\"a\":2}")) {
                assertProblem(operation, send(operation, body), 400);
            }
        }
    }

    @Test
    @Order(6)
    void refusesStrangersParametersAndPathsThatLeadNowhere() {
        for (ApiOperation operation : operations) {
            String url = url(operation);
            String body = operation.isWrite() ? "{}" : "";
            assertProblem(operation, stranger.send(operation.method(), url, body), 401);
            assertProblem(
                    operation, control.send(operation.method(), url + "?nobody=1", body), 400);
            for (String wrong : ApiSamples.wrongParameters(operation)) {
                HttpResponse<String> answer =
                        control.send(operation.method(), url + "?" + wrong, body);
                assertProblem(operation, answer, 400);
            }
            if (!operation.isWrite() && operation.path().contains("{")) {
                String nowhere = VARIABLE.matcher(operation.path()).replaceAll("nowhere");
                assertProblem(operation, control.get(nowhere), 404);
            }
        }
    }

    @Test
    @Order(7)
    void deletesAsDescribed() {
        for (ApiOperation operation : operations) {
            if (operation.method().equals("DELETE")) {
                assertDone(operation, send(operation, samples.whole(operation.body()).toString()));
            }
        }
    }

    private static List<ApiOperation> writes() {
        return operations.stream().filter(ApiOperation::isWrite).toList();
    }

    private static ObjectNode least(ApiOperation operation) {
        ObjectNode body = samples.whole(operation.body());
        body.retain(operation.required());
        return body;
    }

    private static void assertWrongValues(ApiOperation operation, String name, JsonNode schema) {
        samples.wrong(schema)
                .forEachRemaining(wrong -> {
                    ObjectNode body = least(operation);
                    body.set(name, wrong);
                    assertThat(schemas.mistakes(operation.body(), body)).isNotEmpty();
                    assertRefused(operation, body, name);
                });
    }

    private static void assertWrongInner(
            ApiOperation operation, String outer, Map.Entry<String, JsonNode> inner) {
        samples.wrong(inner.getValue())
                .forEachRemaining(wrong -> {
                    ObjectNode body = least(operation);
                    body.putObject(outer).set(inner.getKey(), wrong);
                    assertRefused(operation, body, outer + "." + inner.getKey());
                });
    }

    private static void assertRefused(ApiOperation operation, ObjectNode body, String member) {
        HttpResponse<String> answer = send(operation, body.toString());
        assertProblem(operation, answer, 400);
        assertThat(Http.json(answer).path("errors").valueStream())
                .as(operation + " " + body + ": " + answer.body())
                .extracting(error -> error.path("field").stringValue())
                .contains(member);
    }

    private static void assertDone(ApiOperation operation, HttpResponse<String> answer) {
        assertThat(operation.described().path("responses").has("" + answer.statusCode()))
                .as(operation + ": " + answer.statusCode() + " " + answer.body())
                .isTrue();
        assertDescribed(operation, answer);
    }

    private static void assertProblem(
            ApiOperation operation, HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(operation + ": " + answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertDescribed(operation, answer);
    }

    private static void assertDescribed(ApiOperation operation, HttpResponse<String> answer) {
        JsonNode response = schemas.resolved(operation.response(answer.statusCode()));
        String type =
                Arrays.asList(answer.headers().firstValue("content-type").orElse("").split(";", 2))
                        .getFirst();
        JsonNode schema = response.path("content").path(type).path("schema");
        assertThat(schema.isMissingNode()).as(operation + " answers " + type).isFalse();
        if (type.endsWith("json")) {
            assertThat(schemas.mistakes(schema, Http.json(answer)))
                    .as(operation + ": " + answer.body())
                    .isEmpty();
        }
    }

    private static HttpResponse<String> send(ApiOperation operation, String body) {
        return control.send(operation.method(), url(operation), body);
    }

    /// The path with the ids of what was made last.
    private static String url(ApiOperation operation) {
        JsonNode known = made.getOrDefault(operation.tag(), document);
        Matcher variables = VARIABLE.matcher(operation.path());
        return variables.replaceAll(variable -> {
            JsonNode own = known.path(variable.group(1));
            return (own.isMissingNode() ? known.path("id") : own).asString("nowhere");
        });
    }
}
