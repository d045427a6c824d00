package io.affidavit.edge.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Pages;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.OrganizationChanged;
import io.affidavit.schemas.access.ScopeArchived;
import io.affidavit.schemas.access.ScopeKind;
import io.affidavit.schemas.access.VirtualKeyBlocked;
import io.affidavit.schemas.access.VirtualKeyChanged;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.access.VirtualKeyRotated;
import io.affidavit.schemas.access.VirtualKeyUnblocked;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyFoldTest {

    private static final Digest D = Digest.ZERO;
    private static final Instant END = Instant.parse("2099-01-01T00:00:00Z");
    private static final VirtualKeyId KEY = new VirtualKeyId("KKKKKKKKKKKK");

    private final CatalogFold fold = new CatalogFold();

    @Test
    void foldsTheLifeOfAKey() {
        fold.fold(issued(KeyOrigin.ISSUED));
        VirtualKeyChanged changed =
                new VirtualKeyChanged(
                        KEY,
                        Pages.ACME,
                        new TeamId("t"),
                        null,
                        List.of("gpt-*"),
                        List.of("messages"),
                        ContentMode.SEAL,
                        END,
                        List.of(),
                        null,
                        D,
                        D,
                        List.of());
        fold.fold(changed);
        assertThat(key().team()).isEqualTo(new TeamId("t"));
        assertThat(key().aliases()).containsExactly("gpt-*");
        assertThat(key().surfaces()).containsExactly("messages");
        assertThat(key().content()).isEqualTo(ContentMode.SEAL);
        assertThat(key().expiresAt()).isEqualTo(END);

        VirtualKeyRotated rotated = rotated("bb", "aa", END);
        fold.fold(rotated);
        fold.fold(rotated); // twice changes nothing
        assertThat(key().mac()).isEqualTo("bb");
        assertThat(key().grace()).isEqualTo(new CatalogPage.Grace("aa", END));
        assertThat(key().aliases()).containsExactly("gpt-*");
        fold.fold(rotated("cc", null, null));
        assertThat(key().grace()).isNull();

        fold.fold(new VirtualKeyBlocked(KEY, Pages.ACME, D, D, List.of()));
        assertThat(key().blocked()).isTrue();
        fold.fold(new VirtualKeyUnblocked(KEY, Pages.ACME, D, D, List.of()));
        assertThat(key().blocked()).isFalse();
        fold.fold(new VirtualKeyRevoked(KEY, Pages.ACME, D, List.of()));
        assertThat(key().revoked()).isTrue();
    }

    @Test
    void findsImportedKeysByTheirSecretsAlone() {
        fold.fold(issued(KeyOrigin.IMPORTED));
        assertThat(found("aa")).isEqualTo(key());
        fold.fold(rotated("bb", "aa", END));
        assertThat(found("aa")).isEqualTo(key());
        assertThat(found("bb")).isEqualTo(key());
        fold.fold(rotated("cc", "bb", END));
        assertThat(found("aa")).isNull();
        assertThat(found("bb")).isEqualTo(key());
    }

    @Test
    void findsNoIssuedKeyByItsSecret() {
        fold.fold(issued(KeyOrigin.ISSUED));
        assertThat(found("aa")).isNull();
    }

    @Test
    void closesScopesAndWhatIsBelowThem() {
        fold.fold(issued(KeyOrigin.ISSUED));
        fold.fold(new ScopeArchived(ScopeKind.TEAM, Pages.ACME, new TeamId("t"), null, List.of()));
        assertThat(fold.catalog().isArchived(key())).isFalse();
        fold.fold(new ScopeArchived(ScopeKind.ORGANIZATION, Pages.ACME, null, null, List.of()));
        assertThat(fold.catalog().isArchived(key())).isTrue();
    }

    @Test
    void followsWhatBecomesOfContent() {
        fold.fold(new OrganizationChanged(Pages.ACME, "UTC", ContentMode.SEAL, D, D, List.of()));
        assertThat(fold.catalog().content(Pages.ACME)).isEqualTo(ContentMode.SEAL);
    }

    private CatalogPage.Key key() {
        return fold.catalog().key(KEY);
    }

    private CatalogPage.@Nullable Key found(String mac) {
        return fold.catalog().imported(mac);
    }

    private static VirtualKeyRotated rotated(
            String mac, @Nullable String graceMac, @Nullable Instant graceUntil) {
        return new VirtualKeyRotated(
                KEY, Pages.ACME, mac, graceMac, graceUntil, null, D, D, List.of());
    }

    private static VirtualKeyIssued issued(KeyOrigin origin) {
        return new VirtualKeyIssued(
                KEY,
                Pages.ACME,
                null,
                null,
                "aa",
                origin,
                List.of("*"),
                List.of("*"),
                null,
                null,
                null,
                D,
                List.of());
    }
}
