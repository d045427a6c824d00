package io.affidavit.projections.routing;

import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentCooledDown;
import io.affidavit.schemas.routing.DeploymentRecovered;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.Fallbacks;
import io.affidavit.schemas.routing.Price;
import io.affidavit.schemas.routing.PriceListPublished;
import io.affidavit.schemas.routing.ProviderChanged;
import io.affidavit.schemas.routing.ProviderRegistered;
import io.affidavit.schemas.routing.RetryRules;
import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteTimeouts;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.ProviderId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of [RoutingProjection].
public final class RoutingTable {

    private final JdbcClient sql;

    /// Writes with the projector's connection.
    public RoutingTable(JdbcClient sql) {
        this.sql = sql;
    }

    void put(ProviderRegistered event) {
        sql.sql(
                        """
                        insert into read.provider
                            (id, org, protocol, base_url, credential_version, disabled)
                        values (?, ?, ?, ?, 0, false)
                        on conflict (id) do update set org = excluded.org,
                            protocol = excluded.protocol, base_url = excluded.base_url,
                            credential_version = 0, disabled = false
                        """)
                .param(event.provider().value())
                .param(event.organization() == null ? null : event.organization().value())
                .param(event.protocol().code())
                .param(event.baseUrl())
                .update();
    }

    void change(ProviderChanged event) {
        sql.sql("update read.provider set base_url = ? where id = ?")
                .params(event.baseUrl(), event.provider().value())
                .update();
    }

    void disable(ProviderId provider) {
        sql.sql("update read.provider set disabled = true where id = ?")
                .param(provider.value())
                .update();
    }

    void credential(ProviderId provider, int version) {
        sql.sql("update read.provider set credential_version = ? where id = ?")
                .params(version, provider.value())
                .update();
    }

    void put(DeploymentRegistered event) {
        sql.sql(
                        """
                        insert into read.deployment
                            (id, alias, provider, upstream_model, place, weight, drained,
                             price_input, price_cached_input, price_cache_write, price_output,
                             price_reasoning, price_per_request)
                        values (?, ?, ?, ?, ?, ?, false, ?, ?, ?, ?, ?, ?)
                        """)
                .param(event.deployment().value())
                .param(event.alias().value())
                .param(event.provider().value())
                .param(event.upstreamModel())
                .param(event.order())
                .param(event.weight())
                .params(rates(event.price()))
                .update();
    }

    void change(DeploymentChanged event) {
        sql.sql(
                        """
                        update read.deployment set upstream_model = ?, place = ?, weight = ?,
                            price_input = ?, price_cached_input = ?, price_cache_write = ?,
                            price_output = ?, price_reasoning = ?, price_per_request = ?
                        where id = ?
                        """)
                .params(event.upstreamModel(), event.order(), event.weight())
                .params(rates(event.price()))
                .param(event.deployment().value())
                .update();
    }

    /// In the order of the columns; all of them `null` where the list counts.
    private static List<@Nullable Long> rates(@Nullable Price price) {
        return price == null
                ? Collections.nCopies(6, null)
                : List.of(
                        price.input(),
                        price.cachedInput(),
                        price.cacheWrite(),
                        price.output(),
                        price.reasoning(),
                        price.perRequest());
    }

    void drain(DeploymentId deployment) {
        sql.sql("update read.deployment set drained = true where id = ?")
                .param(deployment.value())
                .update();
        sql.sql("delete from read.cooldown where deployment = ?")
                .param(deployment.value())
                .update();
    }

    /// Rows that are over are swept on the way, so that nodes that died leave nothing behind.
    void cool(DeploymentCooledDown event) {
        sql.sql("delete from read.cooldown where deployment = ? and cooling_until < ?")
                .params(
                        event.deployment().value(),
                        event.decidedAt().atOffset(ZoneOffset.UTC).minusDays(1))
                .update();
        sql.sql(
                        """
                        insert into read.cooldown
                            (deployment, node, reason, attempts, failures, cooling_until)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (deployment, node) do update set reason = excluded.reason,
                            attempts = excluded.attempts, failures = excluded.failures,
                            cooling_until = excluded.cooling_until
                        """)
                .param(event.deployment().value())
                .param(event.node().value())
                .param(event.reason().code())
                .param(event.attempts())
                .param(event.failures())
                .param(event.until().atOffset(ZoneOffset.UTC))
                .update();
    }

    void recover(DeploymentRecovered event) {
        sql.sql("delete from read.cooldown where deployment = ? and node = ?")
                .params(event.deployment().value(), event.node().value())
                .update();
    }

    void define(RouteDefined event) {
        RetryRules retry = event.rules().retry();
        RouteTimeouts timeouts = event.rules().timeouts();
        Fallbacks fallbacks = event.rules().fallbacks();
        sql.sql(
                        """
                        insert into read.route
                            (alias, strategy, removed, fallbacks, context_fallbacks,
                             content_fallbacks, max_attempts, backoff_millis, backoff_max_millis,
                             retry_after_max_millis, after_timeout, connect_millis,
                             first_byte_millis, idle_millis, total_millis, unsupported,
                             max_output_tokens)
                        values (?, ?, false, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (alias) do update
                            set strategy = excluded.strategy, removed = false,
                                fallbacks = excluded.fallbacks,
                                context_fallbacks = excluded.context_fallbacks,
                                content_fallbacks = excluded.content_fallbacks,
                                max_attempts = excluded.max_attempts,
                                backoff_millis = excluded.backoff_millis,
                                backoff_max_millis = excluded.backoff_max_millis,
                                retry_after_max_millis = excluded.retry_after_max_millis,
                                after_timeout = excluded.after_timeout,
                                connect_millis = excluded.connect_millis,
                                first_byte_millis = excluded.first_byte_millis,
                                idle_millis = excluded.idle_millis,
                                total_millis = excluded.total_millis,
                                unsupported = excluded.unsupported,
                                max_output_tokens = excluded.max_output_tokens
                        """)
                .param(event.alias().value())
                .param(event.strategy().code())
                .param(names(fallbacks.anyError()))
                .param(names(fallbacks.contextOverflow()))
                .param(names(fallbacks.contentRefusal()))
                .param(retry.maxAttempts())
                .param(retry.backoffMillis())
                .param(retry.backoffMaxMillis())
                .param(retry.retryAfterMaxMillis())
                .param(retry.afterTimeout())
                .param(timeouts.connectMillis())
                .param(timeouts.firstByteMillis())
                .param(timeouts.idleMillis())
                .param(timeouts.totalMillis())
                .param(event.rules().unsupported().code())
                .param(event.rules().maxOutputTokens())
                .update();
    }

    private static String[] names(List<Alias> aliases) {
        return aliases.stream().map(Alias::value).toArray(String[]::new);
    }

    void remove(Alias alias) {
        sql.sql(
                        """
                        insert into read.route (alias, strategy, removed) values (?, ?, true)
                        on conflict (alias) do update set removed = true
                        """)
                .params(alias.value(), Strategy.ORDERED.code())
                .update();
    }

    void put(PriceListPublished event, long position) {
        sql.sql(
                        """
                        insert into read.price_list (id, digest, models, position)
                        values (?, ?, ?, ?)
                        on conflict (id) do update set digest = excluded.digest,
                            models = excluded.models, position = excluded.position
                        """)
                .params(event.priceList(), event.digest().value(), event.models(), position)
                .update();
    }
}
