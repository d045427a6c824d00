package io.affidavit.command.openapi;

import io.affidavit.command.web.BodyDescriber;
import io.affidavit.command.web.Problem;
import io.affidavit.schemas.access.AdminRole;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.value.FailureCode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The control plane as an OpenAPI 3.1 document: the routes that are mapped, what each reads and
/// what it answers.
final class OpenApiDocument {

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";
    private static final String TEXT = "text/plain";
    private static final String OCTETS = "application/octet-stream";

    private final BodyDescriber bodies;
    private final AnswerSchemas answers = new AnswerSchemas();

    OpenApiDocument(BodyDescriber bodies) {
        this.bodies = bodies;
    }

    ObjectNode of(Collection<Operation> operations, String version) {
        ObjectNode document = Json.object().put("openapi", "3.1.1");
        document.putObject("info")
                .put("title", "Affidavit control plane")
                .put("version", version)
                .put(
                        "description",
                        "Written by the running process from the code that serves these routes.");
        ObjectNode paths = document.putObject("paths");
        operations.stream()
                .sorted(
                        Comparator.comparing(Operation::path)
                                .thenComparing(Operation::method)
                                .thenComparing(Operation::form))
                .forEach(operation -> add(paths, operation));
        ObjectNode components = document.putObject("components");
        components.set("securitySchemes", securitySchemes());
        components.set("responses", refusals());
        ObjectNode schemas = components.putObject("schemas");
        answers.named().forEach(schemas::set);
        return document;
    }

    private void add(ObjectNode paths, Operation operation) {
        ObjectNode path = paths.withObject("/" + escaped(operation.path()));
        String method = operation.method().toLowerCase(Locale.ROOT);
        if (path.get(method) instanceof ObjectNode known && !operation.form().isEmpty()) {
            ObjectNode answer = known.withObject("/responses/" + operation.statuses()[0]);
            answer.withObject("/content")
                    .putObject(operation.form())
                    .set("schema", Json.typed("string"));
        } else {
            path.set(method, described(operation));
        }
    }

    /// A path as one step of a JSON pointer.
    private static String escaped(String path) {
        return path.replace("~", "~0").replace("/", "~1");
    }

    private ObjectNode described(Operation operation) {
        ObjectNode described = Json.object().put("operationId", operation.id());
        described.set("tags", Json.texts(List.of(operation.tag())));
        described.put("x-affidavit-permission", operation.permission().code());
        described.set("security", security(operation.permission()));
        ArrayNode parameters = Parameters.of(operation, answers);
        if (!parameters.isEmpty()) {
            described.set("parameters", parameters);
        }
        if (operation.isWrite()) {
            described.set("requestBody", body(operation));
        }
        described.set("responses", responses(operation));
        return described;
    }

    private ObjectNode body(Operation operation) {
        ObjectNode body = Json.object().put("required", !operation.method().equals("DELETE"));
        content(body, JSON, BodySchema.of(bodies.describe(operation.route(), operation.pattern())));
        return body;
    }

    private ObjectNode responses(Operation operation) {
        ObjectNode responses = Json.object();
        String type = mediaType(operation.answer().toClass());
        for (int status : operation.statuses()) {
            ObjectNode response =
                    responses
                            .putObject(Integer.toString(status))
                            .put("description", HttpStatus.valueOf(status).getReasonPhrase());
            content(response, type, answers.of(operation.answer()));
        }
        for (String refusal : List.of("4XX", "5XX")) {
            responses.putObject(refusal).put("$ref", "#/components/responses/Refusal");
        }
        return responses;
    }

    private static String mediaType(Class<?> answer) {
        if (answer == String.class) {
            return TEXT;
        }
        return answer == byte[].class ? OCTETS : JSON;
    }

    private static ArrayNode security(Permission permission) {
        ArrayNode either = Json.texts(List.of());
        either.addObject().putArray("operatorToken");
        for (AdminRole role : AdminRole.values()) {
            if (permission.isHeldBy(role)) {
                either.addObject().putArray("adminToken").add(role.code());
            }
        }
        if (permission == Permission.METRICS_READ) {
            either.addObject().putArray("scrapeToken");
        }
        return either;
    }

    private static ObjectNode securitySchemes() {
        ObjectNode schemes = Json.object();
        bearer(schemes.putObject("operatorToken"), "the content of operator.token");
        bearer(
                schemes.putObject("adminToken"),
                "a token of POST /admin/tokens with this role, within its scope");
        bearer(schemes.putObject("scrapeToken"), "the content of scrape.token");
        return schemes;
    }

    private static void bearer(ObjectNode scheme, String description) {
        scheme.put("type", "http").put("scheme", "bearer").put("description", description);
    }

    /// Every refusal has one form; its codes are the catalogue's.
    private ObjectNode refusals() {
        ObjectNode refusals = Json.object();
        ObjectNode refusal =
                refusals.putObject("Refusal")
                        .put("description", "Refused: RFC 9457 problem details");
        content(refusal, PROBLEM, answers.of(ResolvableType.forClass(Problem.class)));
        Objects.requireNonNull(answers.named().get("Problem"))
                .withObject("/properties/code")
                .set(
                        "enum",
                        Json.texts(
                                Stream.of(FailureCode.values()).map(FailureCode::code).toList()));
        return refusals;
    }

    private static void content(ObjectNode of, String type, ObjectNode schema) {
        of.putObject("content").putObject(type).set("schema", schema);
    }
}
