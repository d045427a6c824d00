package io.affidavit.edge.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Pages;
import io.affidavit.schemas.access.CallScopes;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.LimitId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which calls have their prompt counted.
class MetersTest {

    private static final Alias M = new Alias("m");
    private static final CatalogPage.Key KEY = Pages.keyOf(Pages.KEY, List.of("*"), false);
    private static final LimitScope ACME = new LimitScope(LimitScopeKind.ORGANIZATION, "acme");

    @Test
    void countsForLimitsInTokensAndMoneyAlone() {
        for (LimitUnit unit : LimitUnit.values()) {
            assertThat(Meters.EMPTY.with(terms(1, ACME, null, unit)).count(KEY, M))
                    .as("%s", unit)
                    .isEqualTo(
                            switch (unit) {
                                case TOKENS, INPUT_TOKENS, USD -> true;
                                case REQUESTS, OUTPUT_TOKENS, PARALLEL -> false;
                            });
        }
        assertThat(Meters.EMPTY.count(KEY, M)).isFalse();
    }

    @Test
    void countsForTheScopesOfTheCall() {
        LimitScope own = new LimitScope(LimitScopeKind.KEY, KEY.id().value());
        LimitScope alias = new LimitScope(LimitScopeKind.ALIAS, "m");
        LimitScope other = new LimitScope(LimitScopeKind.TEAM, "acme/other");
        assertThat(metered(own, null)).isTrue();
        assertThat(metered(alias, null)).isTrue();
        assertThat(metered(other, null)).isFalse();
        assertThat(metered(ACME, M)).isTrue();
        assertThat(metered(ACME, new Alias("x"))).isFalse();
    }

    @Test
    void knowsEveryLimitOfADeployment() {
        DeploymentId deployment = new DeploymentId("dep_0123456789abcdef");
        Meters one =
                Meters.EMPTY.with(terms(1, CallScopes.of(deployment), null, LimitUnit.PARALLEL));
        Meters two = one.with(terms(2, CallScopes.of(deployment), null, LimitUnit.USD));

        assertThat(one.limit(deployment)).isTrue();
        assertThat(one.limit(new DeploymentId("dep_1111111111111111"))).isFalse();
        assertThat(one.count(deployment)).isFalse();
        assertThat(one.isEmpty()).isTrue();
        assertThat(two.count(deployment)).isTrue();
        assertThat(two.isEmpty()).isFalse();
        assertThat(two.without(limit(2)).without(limit(1)).limit(deployment)).isFalse();
    }

    @Test
    void forgetsALimitThatIsRemoved() {
        Meters two =
                Meters.EMPTY
                        .with(terms(1, ACME, null, LimitUnit.USD))
                        .with(terms(2, ACME, null, LimitUnit.TOKENS))
                        .with(terms(1, ACME, null, LimitUnit.USD));
        Meters one = two.without(limit(2)).without(limit(2)).without(limit(9));
        assertThat(one.count(KEY, M)).isTrue();
        assertThat(one.without(limit(1)).count(KEY, M)).isFalse();
        assertThat(one.without(limit(1)).isEmpty()).isTrue();
        assertThat(two.count(KEY, M)).isTrue();
    }

    private static boolean metered(LimitScope scope, @Nullable Alias alias) {
        return Meters.EMPTY.with(terms(1, scope, alias, LimitUnit.USD)).count(KEY, M);
    }

    private static LimitId limit(int number) {
        return new LimitId("lim_%016d".formatted(number));
    }

    private static LimitTerms terms(
            int number, LimitScope scope, @Nullable Alias alias, LimitUnit unit) {
        return new LimitTerms(
                limit(number), scope, alias, unit, LimitWindow.TOTAL, 1, true, List.of(), "UTC");
    }
}
