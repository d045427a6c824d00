package io.affidavit.command.vault;

import io.affidavit.schemas.value.ProviderId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// SQL on wrapped keys and sealed credentials. Sees no secret in the clear.
final class CredentialTable {

    /// A sealed credential as it rests.
    ///
    /// @param baseUrl the address it is bound to
    /// @param dataKey its data key, wrapped under the organization's key
    /// @param sealed nonce and ciphertext
    @SuppressWarnings("ArrayRecordComponent") // a row on its way, never compared
    record Row(String baseUrl, byte[] dataKey, byte[] sealed) {}

    private final JdbcClient sql;

    CredentialTable(DataSource vault) {
        this.sql = JdbcClient.create(vault);
    }

    Optional<byte[]> organizationKey(String organization, int version) {
        return sql.sql("select wrapped from vault.organization_key where org = ? and version = ?")
                .params(organization, version)
                .query(byte[].class)
                .optional();
    }

    /// Whoever is first makes the key; everybody else must read it again.
    void insertOrganizationKey(String organization, int version, byte[] wrapped) {
        sql.sql(
                        "insert into vault.organization_key (org, version, wrapped)"
                                + " values (?, ?, ?) on conflict do nothing")
                .params(organization, version, wrapped)
                .update();
    }

    void insert(CredentialKeyRef ref, Row row) {
        sql.sql(
                        "insert into vault.credential"
                                + " (key_ref, provider, version, org, base_url, data_key, sealed)"
                                + " values (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        ref.toString(),
                        ref.provider().value(),
                        ref.version(),
                        ref.organizationOrDash(),
                        row.baseUrl(),
                        row.dataKey(),
                        row.sealed())
                .update();
    }

    Optional<Row> find(String keyRef) {
        return sql.sql("select base_url, data_key, sealed from vault.credential where key_ref = ?")
                .param(keyRef)
                .query((row, _) -> new Row(row.getString(1), row.getBytes(2), row.getBytes(3)))
                .optional();
    }

    void delete(String keyRef) {
        sql.sql("delete from vault.credential where key_ref = ?").param(keyRef).update();
    }

    /// Deletes all rows of a provider up to a version except those named.
    void deleteUpTo(ProviderId provider, int version, Collection<String> except) {
        sql.sql(
                        "delete from vault.credential"
                                + " where provider = ? and version <= ? and key_ref <> all (?)")
                .params(provider.value(), version, except.toArray(String[]::new))
                .update();
    }

    List<ProviderId> providers() {
        return sql.sql("select distinct provider from vault.credential order by provider")
                .query((row, _) -> new ProviderId(row.getString(1)))
                .list();
    }
}
