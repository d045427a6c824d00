package io.affidavit.command.routing;

import io.affidavit.command.web.AdminCommands;
import io.affidavit.command.web.AdminRequest;
import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Refusals;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.routing.RoutingCommand.DefineRoute;
import io.affidavit.schemas.routing.RoutingCommand.RemoveRoute;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.AliasForm;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// `POST /admin/routes`, `PATCH` and `DELETE /admin/routes/{alias}`. An alias may hold slashes,
/// sent as they are or escaped.
@RestController
class RouteController {

    private final AdminCommands commands;
    private final RouteDirectory routes;

    RouteController(AdminCommands commands, RouteDirectory routes) {
        this.commands = commands;
        this.routes = routes;
    }

    /// A route as the API shows it.
    record Route(Alias alias, Strategy strategy) {}

    /// A route that is gone, as the answer to its deletion shows it.
    record DeletedRoute(Alias alias, Strategy strategy, String state) {}

    @PostMapping("/admin/routes")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<Route> define(AdminRequest request) {
        Fields fields = request.fields();
        String alias = fields.required("alias", AliasForm::isValid, DeploymentController.ALIAS);
        Strategy strategy = strategy(fields);
        fields.notYet("fallbacks", "retry", "timeouts");
        List<Part> parts = request.finish();
        Route route = new Route(new Alias(alias), strategy == null ? Strategy.ORDERED : strategy);
        boolean made =
                commands.ask(
                        request,
                        Boolean.class,
                        new DefineRoute(
                                route.alias(), route.strategy(), request.idempotency(), parts));
        return made ? commands.created(request, route) : commands.ok(request, route);
    }

    @PatchMapping("/admin/routes/{*alias}")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<Route> change(@PathVariable String alias, AdminRequest request) {
        Fields fields = request.fields();
        Strategy strategy = strategy(fields);
        fields.unchangeable("alias");
        fields.notYet("fallbacks", "retry", "timeouts");
        List<Part> parts = request.finish();
        Alias id = alias(alias);
        if (!(routes.find(id) instanceof RouteState.Defined before)) {
            throw Refusals.notFound("alias");
        }
        Route route = new Route(id, strategy == null ? before.facts().strategy() : strategy);
        commands.send(request, new DefineRoute(id, route.strategy(), null, parts));
        return commands.ok(request, route);
    }

    @DeleteMapping("/admin/routes/{*alias}")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<DeletedRoute> delete(@PathVariable String alias, AdminRequest request) {
        List<Part> parts = request.finish();
        Alias id = alias(alias);
        Strategy last = commands.ask(request, Strategy.class, new RemoveRoute(id, parts));
        return commands.ok(request, new DeletedRoute(id, last, "removed"));
    }

    private static @Nullable Strategy strategy(Fields fields) {
        String text = fields.optional("strategy", code -> code.length() <= 32, "ordered");
        if (text == null) {
            return null;
        }
        if (text.equals("weighted")) {
            fields.notYetAvailable("strategy", "weighted is not yet available (expected: ordered)");
        } else if (!text.equals("ordered")) {
            fields.invalid("strategy", "unknown (expected: ordered)");
        }
        return Strategy.ORDERED;
    }

    private static Alias alias(String rest) {
        // The pattern's rest begins with its slash, or is nothing at all.
        String alias = rest.isEmpty() ? rest : rest.substring(1);
        if (!AliasForm.isValid(alias)) {
            throw Refusals.notFound("alias");
        }
        return new Alias(alias);
    }
}
