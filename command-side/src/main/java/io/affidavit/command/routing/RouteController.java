package io.affidavit.command.routing;

import io.affidavit.command.routing.RouteState.RouteFacts;
import io.affidavit.command.web.AdminCommands;
import io.affidavit.command.web.AdminRequest;
import io.affidavit.command.web.Answers;
import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Forms;
import io.affidavit.command.web.Refusals;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.RoutingCommand.DefineRoute;
import io.affidavit.schemas.routing.RoutingCommand.RemoveRoute;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.AliasForm;
import java.util.List;
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

    /// Stands in for an alias that was wrong, until the request is refused for it.
    private static final String NAMELESS = "x";

    private final AdminCommands commands;
    private final RouteDirectory routes;

    RouteController(AdminCommands commands, RouteDirectory routes) {
        this.commands = commands;
        this.routes = routes;
    }

    /// A route that is gone, as the answer to its deletion shows it.
    record DeletedRoute(Alias alias, Strategy strategy, String state) {}

    /// Replaces the route as a whole: what is left out has its default.
    @PostMapping("/admin/routes")
    @Answers({200, 201})
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<RouteView> define(AdminRequest request) {
        Fields fields = request.fields();
        String alias = fields.required("alias", Forms.ALIAS);
        RouteFacts route =
                new RouteBody(fields, byDefault(alias.isEmpty() ? NAMELESS : alias)).read();
        List<Part> parts = request.finish();
        boolean made = commands.ask(request, Boolean.class, define(request, route, parts));
        RouteView view = RouteView.of(route);
        return made ? commands.created(request, view) : commands.ok(request, view);
    }

    /// Changes what is given, within `retry` and `timeouts` too.
    @PatchMapping("/admin/routes/{*alias}")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<RouteView> change(@PathVariable String alias, AdminRequest request) {
        Alias id = alias(alias);
        RouteState state = routes.find(id);
        RouteFacts before =
                state instanceof RouteState.Defined defined
                        ? defined.facts()
                        : byDefault(id.value());
        Fields fields = request.fields();
        fields.unchangeable("alias");
        RouteFacts route = new RouteBody(fields, before).read();
        List<Part> parts = request.finish();
        if (!(state instanceof RouteState.Defined)) {
            throw Refusals.notFound("alias");
        }
        commands.send(request, new DefineRoute(id, route.strategy(), route.rules(), null, parts));
        return commands.ok(request, RouteView.of(route));
    }

    @DeleteMapping("/admin/routes/{*alias}")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<DeletedRoute> delete(@PathVariable String alias, AdminRequest request) {
        List<Part> parts = request.finish();
        Alias id = alias(alias);
        Strategy last = commands.ask(request, Strategy.class, new RemoveRoute(id, parts));
        return commands.ok(request, new DeletedRoute(id, last, "removed"));
    }

    private static DefineRoute define(AdminRequest request, RouteFacts route, List<Part> parts) {
        return new DefineRoute(
                route.alias(), route.strategy(), route.rules(), request.idempotency(), parts);
    }

    private static RouteFacts byDefault(String alias) {
        return new RouteFacts(new Alias(alias), Strategy.ORDERED, RouteRules.DEFAULT);
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
