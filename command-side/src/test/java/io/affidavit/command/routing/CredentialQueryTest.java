package io.affidavit.command.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.command.CommandContext;
import io.affidavit.command.vault.GatewaySecrets;
import io.affidavit.command.web.AdminClient;
import io.affidavit.command.web.RunningRoom;
import io.affidavit.schemas.routing.CredentialTransit;
import io.affidavit.schemas.routing.CredentialView;
import io.affidavit.schemas.routing.RoutingQuery.FindCredential;
import io.affidavit.schemas.value.ProviderId;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import org.axonframework.queryhandling.QueryGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The edge's way to a credential.
@ExtendWith(RunningRoom.class)
class CredentialQueryTest {

    private static final String PATH = "/admin/providers/";

    private final AdminClient admin;
    private final QueryGateway queries;
    private final CredentialTransit transit;

    CredentialQueryTest(AdminClient admin, CommandContext context) {
        this.admin = admin;
        this.queries = context.bean(QueryGateway.class);
        this.transit = new CredentialTransit(context.bean(GatewaySecrets.class).pepper());
    }

    @Test
    void handsOutTheVersionThatWasAskedForUnderTheTransitKey() {
        register("cred-a", "sk-one");
        CredentialView first = find("cred-a", 1);
        assertThat(first.baseUrl()).isEqualTo("https://1.1.1.1/v1");
        assertThat(first.sealed()).doesNotContain("sk-one");
        assertThat(open(first)).isEqualTo("sk-one");

        admin.patch(PATH + "cred-a", "{\"credential\":\"sk-two\"}");
        assertThat(open(find("cred-a", 2))).isEqualTo("sk-two");
        assertThat(open(find("cred-a", 1))).isEqualTo("sk-one"); // a call may have begun with it

        admin.patch(PATH + "cred-a", "{\"credential\":\"sk-three\"}");
        assertThat(open(find("cred-a", 3))).isEqualTo("sk-three");
        refuses("cred-a", 1);
    }

    @Test
    void handsOutNothingOfADeletedProvider() {
        register("cred-b", "sk-one");
        admin.delete(PATH + "cred-b");
        refuses("cred-b", 1);
    }

    @Test
    void handsOutNothingThatIsNotThere() {
        register("cred-c", "sk-one");
        refuses("cred-c", 2);
        refuses("cred-none", 1);
    }

    @Test
    void leavesNoTraceOfARefusedRequest() {
        register("cred-d", "sk-one");
        register("cred-d", "sk-other");
        assertThat(open(find("cred-d", 1))).isEqualTo("sk-one");
    }

    private void register(String name, String credential) {
        admin.post(
                "/admin/providers",
                "{\"name\":\"%s\",\"protocol\":\"openai\",\"credential\":\"%s\",\"baseUrl\":\"https://1.1.1.1/v1\"}"
                        .formatted(name, credential));
    }

    private CredentialView find(String provider, int version) {
        return queries.query(
                        new FindCredential(new ProviderId(provider), version), CredentialView.class)
                .join();
    }

    private void refuses(String provider, int version) {
        assertThatThrownBy(() -> find(provider, version))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("not found");
    }

    private String open(CredentialView view) {
        return new String(transit.open(view), StandardCharsets.US_ASCII);
    }
}
