package io.affidavit.command.routing;

import io.affidavit.command.routing.ProviderState.ProviderFacts;
import io.affidavit.command.vault.CredentialVault;
import io.affidavit.command.web.AdminCommands;
import io.affidavit.command.web.AdminRequest;
import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Forms;
import io.affidavit.command.web.Refusals;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.RoutingCommand.ChangeProvider;
import io.affidavit.schemas.routing.RoutingCommand.DisableProvider;
import io.affidavit.schemas.routing.RoutingCommand.RegisterProvider;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.Slug;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// `POST /admin/providers`, `PATCH` and `DELETE /admin/providers/{name}`.
@RestController
class ProviderController {

    private final AdminCommands commands;
    private final ProviderDirectory providers;
    private final CredentialSealing sealing;
    private final ProviderBody bodies;

    ProviderController(
            AdminCommands commands,
            ProviderDirectory providers,
            CredentialVault vault,
            UpstreamAddresses addresses) {
        this.commands = commands;
        this.providers = providers;
        this.sealing = new CredentialSealing(vault);
        this.bodies = new ProviderBody(addresses);
    }

    /// A provider as the API shows it; its credential never.
    record Provider(
            ProviderId name,
            Protocol protocol,
            String baseUrl,
            @Nullable OrganizationId orgId,
            int credentialVersion) {

        private static Provider of(CatalogPage.Provider provider) {
            return new Provider(
                    provider.id(),
                    provider.protocol(),
                    provider.baseUrl(),
                    provider.organization(),
                    provider.credentialVersion());
        }
    }

    /// A provider that is gone, as the answer to its deletion shows it.
    record DeletedProvider(
            ProviderId name,
            Protocol protocol,
            String baseUrl,
            @Nullable OrganizationId orgId,
            String state) {}

    @PostMapping("/admin/providers")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<Provider> register(AdminRequest request) {
        Fields fields = request.fields();
        String name = fields.required("name", Forms.ID);
        Protocol protocol = bodies.protocol(fields);
        String baseUrl = bodies.baseUrl(fields, protocol);
        String credential = bodies.credential(fields, protocol);
        String organization = fields.optional("orgId", Forms.ID);
        List<Part> parts = request.finish();
        bodies.requireOpen(baseUrl);

        ProviderFacts facts =
                new ProviderFacts(
                        new ProviderId(name),
                        organization == null ? null : new OrganizationId(organization),
                        protocol,
                        baseUrl,
                        0);
        CatalogPage.Provider made =
                sealing.with(
                        facts,
                        credential,
                        keyRef ->
                                commands.ask(
                                        request,
                                        CatalogPage.Provider.class,
                                        new RegisterProvider(
                                                facts.provider(),
                                                facts.organization(),
                                                protocol,
                                                baseUrl,
                                                keyRef,
                                                request.idempotency(),
                                                parts)));
        return commands.created(request, Provider.of(made));
    }

    @PatchMapping("/admin/providers/{name}")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<Provider> change(@PathVariable String name, AdminRequest request) {
        Fields fields = request.fields();
        ProviderId id = id(name);
        ProviderState state = providers.find(id);
        String baseUrl = bodies.changedBaseUrl(fields, protocol(state));
        String credential = bodies.changedCredential(fields);
        fields.unchangeable("name", "protocol", "orgId");
        List<Part> parts = request.finish();
        ProviderState.Active before = ProviderDecider.requireActive(state, "name", id);
        if (baseUrl != null) {
            bodies.requireOpen(baseUrl);
        }

        ProviderFacts facts =
                baseUrl == null
                        ? before.facts()
                        : before.facts().with(baseUrl, before.facts().credentialVersion());
        CatalogPage.Provider changed =
                sealing.with(
                        facts,
                        credential,
                        keyRef ->
                                commands.ask(
                                        request,
                                        CatalogPage.Provider.class,
                                        new ChangeProvider(id, baseUrl, keyRef, parts)));
        sealing.tidy(changed, before);
        return commands.ok(request, Provider.of(changed));
    }

    @DeleteMapping("/admin/providers/{name}")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<DeletedProvider> delete(@PathVariable String name, AdminRequest request) {
        List<Part> parts = request.finish();
        ProviderId id = id(name);
        CatalogPage.Provider last =
                commands.ask(request, CatalogPage.Provider.class, new DisableProvider(id, parts));
        sealing.destroy(id);
        return commands.ok(
                request,
                new DeletedProvider(
                        last.id(),
                        last.protocol(),
                        last.baseUrl(),
                        last.organization(),
                        "disabled"));
    }

    /// Of a provider that is not there any, since it is refused as soon as its body is read.
    private static Protocol protocol(ProviderState state) {
        return state instanceof ProviderState.Active active
                ? active.facts().protocol()
                : Protocol.OPENAI;
    }

    private static ProviderId id(String name) {
        if (!Slug.isValid(name)) {
            throw Refusals.notFound("name");
        }
        return new ProviderId(name);
    }
}
