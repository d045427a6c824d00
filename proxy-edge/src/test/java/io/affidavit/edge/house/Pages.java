package io.affidavit.edge.house;

import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.VirtualKeyFormat;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.policy.PolicyDocument;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.ArrayList;
import java.util.List;

/// Catalogue pages of a small house: one organization, its keys, and the alias `m`.
public final class Pages {

    private static final byte[] PEPPER = new byte[32];
    public static final OrganizationId ACME = new OrganizationId("acme");

    /// A key of [#ACME] for every alias.
    public static final String KEY = key("AAAAAAAAAAAA");

    /// A key that was revoked.
    public static final String REVOKED = key("RRRRRRRRRRRR");

    private Pages() {}

    public static byte[] pepper() {
        return PEPPER.clone();
    }

    /// The text of a key with this id.
    public static String key(String id) {
        byte[] secret = new byte[32];
        secret[31] = (byte) id.charAt(0);
        return VirtualKeyFormat.compose(new VirtualKeyId(id), secret);
    }

    /// Alias `m` answered by the simulator.
    public static CatalogPage simulated() {
        return page(
                List.of(provider("sim", Protocol.SIMULATOR, "")), List.of(deployment(1, "sim", 0)));
    }

    /// Alias `m` answered by these providers in their order.
    public static CatalogPage behind(FakeProvider... providers) {
        List<CatalogPage.Provider> all = new ArrayList<>();
        List<CatalogPage.Deployment> deployments = new ArrayList<>();
        for (int i = 0; i < providers.length; i++) {
            String name = "p" + i;
            all.add(provider(name, Protocol.OPENAI, providers[i].baseUrl()));
            deployments.add(deployment(i, name, i));
        }
        return page(all, deployments);
    }

    /// Alias `m` answered by one model of a provider that speaks Anthropic's Messages.
    public static CatalogPage anthropic(String baseUrl, String model) {
        return page(
                List.of(provider("claude", Protocol.ANTHROPIC, baseUrl)),
                List.of(
                        new CatalogPage.Deployment(
                                new DeploymentId("dep_0000000000000009"),
                                new Alias("m"),
                                new ProviderId("claude"),
                                model,
                                0,
                                1)));
    }

    public static CatalogPage page(
            List<CatalogPage.Provider> providers, List<CatalogPage.Deployment> deployments) {
        return page(providers, deployments, PolicyDocument.ALLOW);
    }

    public static CatalogPage page(
            List<CatalogPage.Provider> providers,
            List<CatalogPage.Deployment> deployments,
            PolicyDocument policy) {
        return new CatalogPage(
                0,
                List.of(new CatalogPage.Organization(ACME, ContentMode.SEAL)),
                List.of(),
                List.of(keyOf(KEY, List.of("*"), false), keyOf(REVOKED, List.of("*"), true)),
                providers,
                deployments,
                List.of(),
                List.of(),
                new CatalogPage.Policy(EventSerializer.digest(policy), policy),
                null);
    }

    /// The same with these routes.
    public static CatalogPage routed(CatalogPage page, CatalogPage.Route... routes) {
        return new CatalogPage(
                page.position(),
                page.organizations(),
                page.archived(),
                page.keys(),
                page.providers(),
                page.deployments(),
                List.of(routes),
                page.meters(),
                page.policy(),
                page.nextCursor());
    }

    /// The page with a limit in tokens or money on the organization.
    public static CatalogPage metered(CatalogPage page) {
        return metered(
                page,
                List.of(
                        new CatalogPage.Meter(
                                new LimitId("lim_0123456789abcdef"),
                                new LimitScope(LimitScopeKind.ORGANIZATION, ACME.value()),
                                null,
                                LimitUnit.TOKENS)));
    }

    /// The page with these limits.
    public static CatalogPage metered(CatalogPage page, List<CatalogPage.Meter> meters) {
        return new CatalogPage(
                page.position(),
                page.organizations(),
                page.archived(),
                page.keys(),
                page.providers(),
                page.deployments(),
                page.routes(),
                meters,
                page.policy(),
                page.nextCursor());
    }

    /// The page with another content mode of the organization.
    public static CatalogPage keeping(CatalogPage page, ContentMode content) {
        return new CatalogPage(
                page.position(),
                List.of(new CatalogPage.Organization(ACME, content)),
                page.archived(),
                page.keys(),
                page.providers(),
                page.deployments(),
                page.routes(),
                page.meters(),
                page.policy(),
                page.nextCursor());
    }

    public static CatalogPage.Key keyOf(String text, List<String> aliases, boolean revoked) {
        return new CatalogPage.Key(
                VirtualKeyFormat.parse(text).orElseThrow(),
                VirtualKeyFormat.macHex(PEPPER, text),
                null,
                false,
                ACME,
                null,
                null,
                aliases,
                List.of("*"),
                null,
                null,
                false,
                revoked);
    }

    /// The page with a closed scope.
    public static CatalogPage archived(CatalogPage page, CatalogPage.Archived scope) {
        return new CatalogPage(
                page.position(),
                page.organizations(),
                List.of(scope),
                page.keys(),
                page.providers(),
                page.deployments(),
                page.routes(),
                page.meters(),
                page.policy(),
                page.nextCursor());
    }

    /// The page with these keys.
    public static CatalogPage keyed(CatalogPage page, List<CatalogPage.Key> keys) {
        return new CatalogPage(
                page.position(),
                page.organizations(),
                page.archived(),
                keys,
                page.providers(),
                page.deployments(),
                page.routes(),
                page.meters(),
                page.policy(),
                page.nextCursor());
    }

    public static CatalogPage.Provider provider(String name, Protocol protocol, String baseUrl) {
        int credential = protocol == Protocol.SIMULATOR ? 0 : 1;
        return new CatalogPage.Provider(new ProviderId(name), null, protocol, baseUrl, credential);
    }

    public static CatalogPage.Deployment deployment(int number, String provider, int order) {
        return new CatalogPage.Deployment(
                new DeploymentId("dep_000000000000000" + number),
                new Alias("m"),
                new ProviderId(provider),
                "upstream-model",
                order,
                1);
    }
}
