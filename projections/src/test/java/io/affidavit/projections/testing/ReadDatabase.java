package io.affidavit.projections.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.affidavit.schemas.testing.TestDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/// A database with the schemas of the whole house, as the start step leaves it.
public final class ReadDatabase implements AutoCloseable {

    private static final List<String> TABLES =
            List.of(
                    "organization",
                    "team",
                    "project",
                    "virtual_key",
                    "provider",
                    "deployment",
                    "cooldown",
                    "route",
                    "price_list",
                    "policy",
                    "call",
                    "open_call",
                    "spend");

    private static final String READ = "classpath:db/read";

    private final TestDatabase database = TestDatabase.create();
    private final HikariDataSource projector;

    /// Migrates all schemas as their owner.
    public ReadDatabase() {
        migrate("evidence", "filesystem:../command-side/src/main/resources/db/evidence");
        migrate("vault", "filesystem:../command-side/src/main/resources/db/vault");
        migrate("read", READ);
        migrate("seal", "classpath:db/seal");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername("affidavit_projector");
        config.setPassword(TestDatabase.PASSWORD);
        config.setMaximumPoolSize(4);
        projector = new HikariDataSource(config);
    }

    /// Brings the read tables up to date.
    public void migrate() {
        migrate("read", READ);
    }

    /// The database itself.
    public TestDatabase database() {
        return database;
    }

    /// Connections as the projector.
    public DataSource projector() {
        return projector;
    }

    /// Transactions of the projector, as the processors have them.
    public TransactionManager transactions() {
        return new SpringTransactionManager(new DataSourceTransactionManager(projector));
    }

    /// Looks behind the scenes.
    public JdbcTemplate superuser() {
        return new JdbcTemplate(database.superuserDataSource());
    }

    /// Whether some session waits for another one's lock.
    public boolean isAnybodyBlocked() {
        Integer blocked =
                superuser()
                        .queryForObject(
                                "select count(*) from pg_stat_activity"
                                        + " where wait_event_type = 'Lock'"
                                        + " and datname = current_database()",
                                Integer.class);
        return blocked != null && blocked > 0;
    }

    /// Every row of every read table, each table in one order.
    public Map<String, List<Map<String, Object>>> dump() {
        Map<String, List<Map<String, Object>>> dump = new LinkedHashMap<>();
        for (String table : TABLES) {
            dump.put(
                    table,
                    superuser()
                            .queryForList(
                                    "select t::text as row from read."
                                            + table
                                            + " t order by t::text"));
        }
        return dump;
    }

    /// Empties every read table, the tokens included.
    public void forget() {
        TABLES.forEach(table -> superuser().execute("truncate read." + table));
        superuser().execute("truncate read.token");
    }

    @Override
    public void close() {
        projector.close();
        database.close();
    }

    private void migrate(String schema, String location) {
        Flyway.configure()
                .dataSource(database.dataSource("affidavit_owner"))
                .locations(location)
                .schemas(schema)
                .load()
                .migrate();
    }
}
