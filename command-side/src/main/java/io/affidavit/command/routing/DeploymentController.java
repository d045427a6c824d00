package io.affidavit.command.routing;

import io.affidavit.command.web.AdminCommands;
import io.affidavit.command.web.AdminRequest;
import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Form;
import io.affidavit.command.web.Forms;
import io.affidavit.command.web.Refusals;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.DeploymentView;
import io.affidavit.schemas.routing.Price;
import io.affidavit.schemas.routing.PriceView;
import io.affidavit.schemas.routing.RoutingCommand.ChangeDeployment;
import io.affidavit.schemas.routing.RoutingCommand.DrainDeployment;
import io.affidavit.schemas.routing.RoutingCommand.RegisterDeployment;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.ProviderId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// `POST /admin/deployments`, `PATCH` and `DELETE /admin/deployments/{id}`.
@RestController
class DeploymentController {

    private static final Form MODEL = Forms.printable(256);
    private static final int MAX_ORDER = 1_000;
    private static final int ID_DIGITS = 16;

    private final AdminCommands commands;

    DeploymentController(AdminCommands commands) {
        this.commands = commands;
    }

    /// A deployment as the API shows it.
    record Deployment(
            DeploymentId id,
            Alias alias,
            ProviderId provider,
            String upstreamModel,
            int order,
            int weight,
            @Nullable PriceView price) {

        private static Deployment of(DeploymentView deployment) {
            return new Deployment(
                    deployment.id(),
                    deployment.alias(),
                    deployment.provider(),
                    deployment.upstreamModel(),
                    deployment.order(),
                    deployment.weight(),
                    PriceView.orNull(deployment.price()));
        }
    }

    /// A deployment that is gone, as the answer to its deletion shows it.
    record DeletedDeployment(
            DeploymentId id,
            Alias alias,
            ProviderId provider,
            String upstreamModel,
            int order,
            int weight,
            @Nullable PriceView price,
            String state) {}

    @PostMapping("/admin/deployments")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<Deployment> register(AdminRequest request) {
        Fields fields = request.fields();
        String alias = fields.required("alias", Forms.ALIAS);
        String provider = fields.required("provider", Forms.ID);
        String model = fields.required("upstreamModel", MODEL);
        Integer order = fields.optionalInt("order", 0, MAX_ORDER);
        Integer weight = fields.optionalInt("weight", 0, Candidate.MAX_WEIGHT);
        Price price = PriceBody.read(fields);
        fields.notYet("labels");
        List<Part> parts = request.finish();
        DeploymentView made =
                commands.ask(
                        request,
                        DeploymentView.class,
                        new RegisterDeployment(
                                new DeploymentId("dep_" + request.newId("deployment", ID_DIGITS)),
                                new Alias(alias),
                                new ProviderId(provider),
                                model,
                                order == null ? 0 : order,
                                weight == null ? Candidate.DEFAULT_WEIGHT : weight,
                                price,
                                request.idempotency(),
                                parts));
        return commands.created(request, Deployment.of(made));
    }

    @PatchMapping("/admin/deployments/{id}")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<Deployment> change(@PathVariable String id, AdminRequest request) {
        Fields fields = request.fields();
        String model = fields.optional("upstreamModel", MODEL);
        Integer order = fields.optionalInt("order", 0, MAX_ORDER);
        Integer weight = fields.optionalInt("weight", 0, Candidate.MAX_WEIGHT);
        fields.unchangeable("alias", "provider");
        Price price = PriceBody.read(fields);
        fields.notYet("labels");
        List<Part> parts = request.finish();
        DeploymentView changed =
                commands.ask(
                        request,
                        DeploymentView.class,
                        new ChangeDeployment(
                                deploymentId(id),
                                model,
                                order,
                                weight,
                                price,
                                fields.isCleared(PriceBody.MEMBER),
                                parts));
        return commands.ok(request, Deployment.of(changed));
    }

    @DeleteMapping("/admin/deployments/{id}")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<DeletedDeployment> delete(@PathVariable String id, AdminRequest request) {
        List<Part> parts = request.finish();
        DeploymentView last =
                commands.ask(
                        request,
                        DeploymentView.class,
                        new DrainDeployment(deploymentId(id), parts));
        return commands.ok(
                request,
                new DeletedDeployment(
                        last.id(),
                        last.alias(),
                        last.provider(),
                        last.upstreamModel(),
                        last.order(),
                        last.weight(),
                        PriceView.orNull(last.price()),
                        "drained"));
    }

    private static DeploymentId deploymentId(String id) {
        try {
            return new DeploymentId(id);
        } catch (IllegalArgumentException e) {
            throw Refusals.notFound("id");
        }
    }
}
