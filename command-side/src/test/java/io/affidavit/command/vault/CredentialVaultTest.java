package io.affidavit.command.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.command.CommandDatabase;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class CredentialVaultTest {

    private static final ProviderId PROVIDER = new ProviderId("openai-prod");
    private static final OrganizationId ORGANIZATION = new OrganizationId("acme");
    private static final String URL = "https://api.example/v1";
    private static final byte[] CREDENTIAL = "sk-secret".getBytes(StandardCharsets.US_ASCII);

    private static CommandDatabase database;
    private static CredentialVault vault;

    @BeforeAll
    static void create() {
        database = CommandDatabase.create();
        vault = new CredentialVault(database.vault(), secrets(1));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void opensWhatItSealed() {
        String ref = vault.seal(ORGANIZATION, PROVIDER, 1, URL, CREDENTIAL);
        CredentialVault.Opened opened = vault.open(ref).orElseThrow();
        assertThat(opened.credential()).isEqualTo(CREDENTIAL);
        assertThat(opened.baseUrl()).isEqualTo(URL);
        assertThat(opened.toString()).doesNotContain("sk-secret");
        assertThat(CredentialKeyRef.parse(ref))
                .hasToString(ref)
                .extracting(CredentialKeyRef::version)
                .isEqualTo(1);
    }

    @Test
    void storesNothingInTheClear() {
        vault.seal(null, PROVIDER, 2, URL, CREDENTIAL);
        assertThat(rows("encode(sealed, 'escape') like '%secret%'")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base_url = 'https://evil.example'",
                "sealed = set_byte(sealed, 14, get_byte(sealed, 14) # 1)",
                "data_key = set_byte(data_key, 20, get_byte(data_key, 20) # 1)"
            })
    void opensNoChangedRow(String change) {
        String ref = vault.seal(ORGANIZATION, PROVIDER, 3, URL, CREDENTIAL);
        database.below()
                .execute(
                        "update vault.credential set " + change + " where key_ref = '" + ref + "'");
        assertThatThrownBy(() -> vault.open(ref))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not open");
    }

    @Test
    void opensNoRowInAnotherPlace() {
        String one = vault.seal(ORGANIZATION, PROVIDER, 4, URL, CREDENTIAL);
        String other = vault.seal(ORGANIZATION, new ProviderId("other"), 4, URL, CREDENTIAL);
        database.below()
                .execute(
                        "update vault.credential a set sealed = b.sealed, data_key = b.data_key"
                                + " from vault.credential b where a.key_ref = '"
                                + other
                                + "' and b.key_ref = '"
                                + one
                                + "'");
        assertThatThrownBy(() -> vault.open(other)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void opensNothingUnderAnotherKek() {
        String ref = vault.seal(ORGANIZATION, PROVIDER, 5, URL, CREDENTIAL);
        CredentialVault foreign = new CredentialVault(database.vault(), secrets(2));
        assertThatThrownBy(() -> foreign.open(ref)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void destroysAllButWhatIsInUse() {
        ProviderId provider = new ProviderId("rotating");
        String first = vault.seal(null, provider, 1, URL, CREDENTIAL);
        String lost = vault.seal(null, provider, 1, URL, CREDENTIAL);
        String second = vault.seal(null, provider, 2, URL, CREDENTIAL);
        vault.destroyUpTo(provider, 1, List.of(first));
        assertThat(vault.open(first)).isPresent();
        assertThat(vault.open(lost)).isEmpty();
        assertThat(vault.open(second)).isPresent();
        assertThat(vault.providers()).contains(provider);
        vault.destroy(provider);
        assertThat(vault.open(second)).isEmpty();
    }

    @Test
    void cannotBeChangedByItsOwnRole() {
        JdbcClient own = JdbcClient.create(database.vault());
        for (String statement :
                List.of(
                        "update vault.credential set base_url = 'x'",
                        "delete from vault.organization_key",
                        "drop table vault.credential",
                        "select * from evidence.record")) {
            assertThatThrownBy(() -> own.sql(statement).update())
                    .isInstanceOf(DataAccessException.class);
        }
        for (String role : List.of("affidavit_writer", "affidavit_projector", "affidavit_reader")) {
            JdbcClient foreign = JdbcClient.create(database.below().dataSource(role));
            assertThatThrownBy(() ->
                            foreign.sql("select count(sealed) from vault.credential")
                                    .query(Long.class)
                                    .single())
                    .isInstanceOf(DataAccessException.class);
        }
    }

    private static long rows(String where) {
        return JdbcClient.create(database.superuser())
                .sql("select count(*) from vault.credential where " + where)
                .query(Long.class)
                .single();
    }

    private static GatewaySecrets secrets(int first) {
        byte[] kek = new byte[32];
        kek[0] = (byte) first;
        return new GatewaySecrets(new byte[32], kek);
    }
}
