package io.affidavit.command.openapi;

import io.affidavit.command.web.BodyDescriber;
import io.affidavit.command.web.Refusals;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.node.ObjectNode;

/// `GET /openapi`: all routes of the process, of whatever room, as an OpenAPI document.
@RestController
class OpenApiController {

    private static final String HOUSE = "io.affidavit.";

    private final Supplier<RequestMappingHandlerMapping> routes;
    private final BodyDescriber bodies;
    private final AtomicReference<@Nullable ObjectNode> written = new AtomicReference<>();

    /// @param routes asked when the first reader comes: all routes are mapped by then
    OpenApiController(Supplier<RequestMappingHandlerMapping> routes, BodyDescriber bodies) {
        this.routes = routes;
        this.bodies = bodies;
    }

    @GetMapping("/openapi")
    @RequiresPermission(Permission.ADMIN_READ)
    ResponseEntity<ObjectNode> document(HttpServletRequest request) {
        Refusals.requireNoParameter(request);
        ObjectNode known = written.get();
        ObjectNode document = known == null ? write() : known;
        written.set(document); // routes never change while the process runs
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(document);
    }

    /// Only routes that stand beside another one name their media type.
    private static String form(RequestMappingInfo mapping) {
        return mapping.getProducesCondition().getProducibleMediaTypes().stream()
                .map(MediaType::toString)
                .collect(Collectors.joining());
    }

    private ObjectNode write() {
        List<Operation> operations = new ArrayList<>();
        routes.get()
                .getHandlerMethods()
                .forEach((mapping, route) -> {
                    if (route.getBeanType().getName().startsWith(HOUSE)) {
                        mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method ->
                                        mapping.getPatternValues()
                                                .forEach(pattern ->
                                                        operations.add(
                                                                new Operation(
                                                                        method.name(),
                                                                        pattern,
                                                                        form(mapping),
                                                                        route))));
                    }
                });
        @Nullable String version = getClass().getPackage().getImplementationVersion();
        return new OpenApiDocument(bodies)
                .of(operations, Objects.requireNonNullElse(version, "unpackaged"));
    }
}
