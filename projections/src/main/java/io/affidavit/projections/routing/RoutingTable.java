package io.affidavit.projections.routing;

import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.PriceListPublished;
import io.affidavit.schemas.routing.ProviderChanged;
import io.affidavit.schemas.routing.ProviderRegistered;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.ProviderId;
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
                            (id, alias, provider, upstream_model, place, drained)
                        values (?, ?, ?, ?, ?, false)
                        """)
                .param(event.deployment().value())
                .param(event.alias().value())
                .param(event.provider().value())
                .param(event.upstreamModel())
                .param(event.order())
                .update();
    }

    void change(DeploymentChanged event) {
        sql.sql("update read.deployment set upstream_model = ?, place = ? where id = ?")
                .params(event.upstreamModel(), event.order(), event.deployment().value())
                .update();
    }

    void drain(DeploymentId deployment) {
        sql.sql("update read.deployment set drained = true where id = ?")
                .param(deployment.value())
                .update();
    }

    void define(Alias alias, Strategy strategy) {
        sql.sql(
                        """
                        insert into read.route (alias, strategy, removed) values (?, ?, false)
                        on conflict (alias) do update
                            set strategy = excluded.strategy, removed = false
                        """)
                .params(alias.value(), strategy.code())
                .update();
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
