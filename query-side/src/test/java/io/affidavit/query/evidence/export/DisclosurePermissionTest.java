package io.affidavit.query.evidence.export;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.access.AdminRole;
import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.value.AdminTokenId;
import org.junit.jupiter.api.Test;

class DisclosurePermissionTest {

    /// No role may fetch yet; one that may will not read texts by that.
    @Test
    void fetchingTextsIsAPermissionOfItsOwn() {
        AdminTokenId token = new AdminTokenId("0Az123456789");
        Administrator other = new Administrator(token, AdminRole.TEAM_ADMIN, Reach.of("acme"));

        BundleController.requireDisclosing(other, false);
        BundleController.requireDisclosing(Administrator.OPERATOR, true);
        assertThatThrownBy(() -> BundleController.requireDisclosing(other, true))
                .hasMessageContaining("content_disclose");
    }
}
