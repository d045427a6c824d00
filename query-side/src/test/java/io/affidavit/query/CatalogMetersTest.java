package io.affidavit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.schemas.access.CallScopes;
import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.call.CallQuery.FindCatalogPage;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.OrganizationId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which limits the catalogue names for whoever counts prompts.
class CatalogMetersTest {

    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final LimitScope ALL = new LimitScope(LimitScopeKind.ORGANIZATION, "acme");

    private final QueryHouse house = new QueryHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void namesThoseInTokensAndMoneyAndOfDeploymentsWithTheKeysTheyHangOn() throws Exception {
        house.append(key(1), key(2), key(3));
        set(1, ALL, LimitUnit.USD);
        set(2, ALL, LimitUnit.REQUESTS);
        LimitScope deployed = CallScopes.of(new DeploymentId("dep_0123456789abcdef"));
        set(4, deployed, LimitUnit.PARALLEL);
        set(3, new LimitScope(LimitScopeKind.KEY, Stories.key(3).value()), LimitUnit.TOKENS);

        CatalogPage first = page(null);
        assertThat(first.meters())
                .containsExactly(
                        new CatalogPage.Meter(limit(1), ALL, null, LimitUnit.USD),
                        new CatalogPage.Meter(limit(4), deployed, null, LimitUnit.PARALLEL));
        assertThat(page(first.nextCursor()).meters())
                .extracting(CatalogPage.Meter::limit)
                .containsExactly(limit(3));
    }

    private CatalogPage page(@Nullable String cursor) throws Exception {
        return house.queries().query(new FindCatalogPage(cursor, 2), CatalogPage.class).get();
    }

    private static VirtualKeyIssued key(int number) {
        return new VirtualKeyIssued(
                Stories.key(number),
                ACME,
                null,
                null,
                "f".repeat(64),
                KeyOrigin.ISSUED,
                List.of("*"),
                List.of("*"),
                null,
                null,
                null,
                Digest.ZERO,
                List.of());
    }

    private static LimitId limit(int number) {
        return new LimitId("lim_%016d".formatted(number));
    }

    /// As the append of its record leaves it.
    private void set(int number, LimitScope scope, LimitUnit unit) {
        LimitTerms terms =
                new LimitTerms(
                        limit(number),
                        scope,
                        null,
                        unit,
                        LimitWindow.DAY,
                        1,
                        true,
                        List.of(),
                        "UTC");
        LimitSet set = new LimitSet(ACME, terms, null, null, Digest.ZERO, List.of());
        house.superuser()
                .update(
                        "insert into evidence.limit_terms (limit_id, scope, data, since)"
                                + " values (?, ?, ?, now())",
                        limit(number).value(),
                        scope.toString(),
                        EventSerializer.data(set));
    }
}
