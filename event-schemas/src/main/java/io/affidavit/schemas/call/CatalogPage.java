package io.affidavit.schemas.call;

import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.policy.PolicyDocument;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A page of what calls are judged by. The first page holds everything but keys as well; keys come
/// in pages. A reader folds the log from the lowest `position` it was given; folding a fact twice
/// changes nothing.
///
/// @param position the page shows every fact up to here; -1 for an empty log
/// @param organizations all organizations; empty after the first page
/// @param archived all scopes that are closed; empty after the first page
/// @param keys some keys, by id
/// @param providers all providers that are not disabled; empty after the first page
/// @param deployments all deployments in service; empty after the first page
/// @param routes all routes that were defined or removed; empty after the first page
/// @param meters limits for which prompts are counted, and all of deployments: those of the keys of
///   this page, and on the first page those of everything else
/// @param policy the policy in force; `null` before the first activation and after the first page
/// @param nextCursor where the next page starts; `null` on the last
public record CatalogPage(
        long position,
        List<Organization> organizations,
        List<Archived> archived,
        List<Key> keys,
        List<Provider> providers,
        List<Deployment> deployments,
        List<Route> routes,
        List<Meter> meters,
        @Nullable Policy policy,
        @Nullable String nextCursor) {

    public CatalogPage {
        organizations = List.copyOf(organizations);
        archived = List.copyOf(archived);
        keys = List.copyOf(keys);
        providers = List.copyOf(providers);
        deployments = List.copyOf(deployments);
        routes = List.copyOf(routes);
        meters = List.copyOf(meters);
    }

    /// An organization and what becomes of its content.
    public record Organization(OrganizationId id, ContentMode content) {}

    /// A scope that is closed for good.
    ///
    /// @param team `null` for the organization itself
    /// @param project `null` for the organization or the team itself
    public record Archived(
            OrganizationId organization, @Nullable TeamId team, @Nullable ProjectId project) {}

    /// A key with everything needed to judge a presented one.
    ///
    /// @param mac of its present secret
    /// @param grace the secret before, while it is good; `null` for none
    /// @param imported whether a secret of it may have any form, so that its id is not in it
    /// @param aliases see [io.affidavit.schemas.access.AliasGrant]
    /// @param surfaces codes of the APIs it may use; `*` alone for all
    /// @param content what becomes of its content; `null` as its organization says
    public record Key(
            VirtualKeyId id,
            String mac,
            @Nullable Grace grace,
            boolean imported,
            OrganizationId organization,
            @Nullable TeamId team,
            @Nullable ProjectId project,
            List<String> aliases,
            List<String> surfaces,
            @Nullable ContentMode content,
            @Nullable Instant expiresAt,
            boolean blocked,
            boolean revoked) {

        public Key {
            aliases = List.copyOf(aliases);
            surfaces = List.copyOf(surfaces);
        }
    }

    /// The secret that a key had before its last rotation.
    ///
    /// @param until the instant from which it is refused
    public record Grace(String mac, Instant until) {}

    /// A provider and the version of its credential; 0 for none.
    public record Provider(
            ProviderId id,
            @Nullable OrganizationId organization,
            Protocol protocol,
            String baseUrl,
            int credentialVersion) {}

    /// A deployment of an alias.
    public record Deployment(
            DeploymentId id,
            Alias alias,
            ProviderId provider,
            String upstreamModel,
            int order,
            int weight) {}

    /// A route; an alias without one has the [#byDefault] one.
    public record Route(Alias alias, Strategy strategy, RouteRules rules, boolean removed) {

        /// The route of an alias that nobody defined one for.
        public static Route byDefault(Alias alias) {
            return new Route(alias, Strategy.ORDERED, RouteRules.DEFAULT, false);
        }
    }

    /// A limit that matters before a call is admitted: one in tokens or in money, or of a
    /// deployment.
    ///
    /// @param alias counts calls to this alias alone; `null` for all
    /// @param unit what it counts
    public record Meter(LimitId limit, LimitScope scope, @Nullable Alias alias, LimitUnit unit) {

        /// The one for a limit; empty for a limit that does not matter before.
        public static Optional<Meter> of(LimitTerms terms) {
            return terms.unit().countsPrompt() || terms.scope().kind() == LimitScopeKind.DEPLOYMENT
                    ? Optional.of(
                            new Meter(terms.limit(), terms.scope(), terms.alias(), terms.unit()))
                    : Optional.empty();
        }
    }

    /// The policy in force.
    public record Policy(Digest digest, PolicyDocument document) {}
}
