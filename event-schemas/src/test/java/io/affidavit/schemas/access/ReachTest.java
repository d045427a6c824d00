package io.affidavit.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.value.AdminTokenId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {

    @ParameterizedTest
    @CsvSource({
        "acme, acme, true",
        "acme, acme/platform, true",
        "acme, acme/platform/bot, true",
        "acme, acme2, false",
        "acme/platform, acme, false",
        "acme/platform, acme/platform, true",
        "acme/platform, acme/platform/bot, true",
        "acme/platform, acme/other/bot, false",
        "acme/platform, other/platform, false",
        "acme/platform/bot, acme/platform, false",
        "acme/platform/bot, acme/platform/bot, true",
        "acme/platform/bot, acme/platform/cat, false"
    })
    void coversAScopeAndWhatIsBelow(String of, String there, boolean covered) {
        Reach place = Reach.of(there);
        assertThat(Reach.of(of).covers(place.organization(), place.team(), place.project()))
                .isEqualTo(covered);
        assertThat(place.id()).isEqualTo(there);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "acme/", "acme//bot", "acme/a/b/c", "ACME", "acme/%"})
    void isNoOtherText(String id) {
        assertThatThrownBy(() -> Reach.of(id)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void givesATeamsAdministratorWhatConcernsItsKeysAlone() {
        List<Permission> held =
                Stream.of(Permission.values())
                        .filter(permission -> permission.isHeldBy(AdminRole.TEAM_ADMIN))
                        .toList();
        assertThat(held)
                .containsExactly(
                        Permission.KEY_WRITE,
                        Permission.KEY_READ,
                        Permission.LIMIT_WRITE,
                        Permission.LIMIT_READ,
                        Permission.SCOPE_READ,
                        Permission.AUDIT_READ);
        assertThat(Permission.values()).allMatch(Administrator.OPERATOR::may);
    }

    @Test
    void makesNoHalfAnOperator() {
        AdminTokenId token = new AdminTokenId("0Az123456789");
        assertThatThrownBy(() -> new Administrator(token, AdminRole.TEAM_ADMIN, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Administrator(null, null, Reach.of("acme")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
