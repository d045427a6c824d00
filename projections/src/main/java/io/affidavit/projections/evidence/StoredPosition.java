package io.affidavit.projections.evidence;

import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads how far a processor got from the token it stores, on whatever node it works.
public final class StoredPosition implements LongSupplier {

    private static final String POSITION =
            "select coalesce((convert_from(token, 'UTF8')::json ->> 'globalIndex')::bigint, -1)"
                    + " from read.token where processorname = ?";

    private final JdbcClient sql;
    private final String processor;

    /// Of this processor.
    public StoredPosition(DataSource database, String processor) {
        this.sql = JdbcClient.create(database);
        this.processor = processor;
    }

    @Override
    public long getAsLong() {
        return sql.sql(POSITION).param(processor).query(Long.class).optional().orElse(-1L);
    }
}
