package io.affidavit.projections.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.RandomStories;
import io.affidavit.projections.testing.ReadDatabase;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A house that comes from the version before, which knew sums of days only, has the same sums as
/// one that has followed the log from its beginning.
class SpendMigrationTest {

    private static final long SEED = 20_261_126;
    private static final String VERSION = "8";

    @Test
    void sumsUpWhatIsThere() {
        try (ReadDatabase database = new ReadDatabase()) {
            new CallRows(database).commit(RandomStories.log(new Random(SEED), 200));
            List<Map<String, Object>> followed = database.dump().get("spend");
            database.superuser().execute("drop table read.spend");
            database.superuser().execute("create table read.spend (day date)");
            database.superuser().execute("alter table read.spend owner to affidavit_owner");
            int undone =
                    database.superuser()
                            .update(
                                    "delete from read.flyway_schema_history where version::int >= "
                                            + VERSION);
            assertThat(undone).isPositive();

            database.migrate();

            assertThat(database.dump().get("spend")).isEqualTo(followed).hasSizeGreaterThan(50);
        }
    }
}
