package io.affidavit.projections.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.RandomStories;
import io.affidavit.projections.testing.ReadDatabase;
import io.affidavit.schemas.call.CallEvent;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// Whatever the batches, the rows are the same.
class CallProjectionPropertyTest {

    private static final int CALLS = 60;

    @RepeatedTest(4)
    void rowsDoNotDependOnWhereBatchesEnd(RepetitionInfo repetition) {
        long seed = 20_261_125L + repetition.getCurrentRepetition();
        List<CallEvent> log = RandomStories.log(new Random(seed), CALLS);

        Map<String, List<Map<String, Object>>> oneByOne = rows(log, 1, new Random(seed));
        Map<String, List<Map<String, Object>>> atOnce = rows(log, log.size(), new Random(seed));
        Map<String, List<Map<String, Object>>> anyhow = rows(log, 40, new Random(seed));

        assertThat(atOnce).as("seed %d, one batch", seed).isEqualTo(oneByOne);
        assertThat(anyhow).as("seed %d, random batches", seed).isEqualTo(oneByOne);
    }

    private static Map<String, List<Map<String, Object>>> rows(
            List<CallEvent> log, int batchMax, Random random) {
        try (ReadDatabase database = new ReadDatabase()) {
            CallRows rows = new CallRows(database);
            int from = 0;
            while (from < log.size()) {
                int size = batchMax == log.size() ? batchMax : 1 + random.nextInt(batchMax);
                int to = Math.min(log.size(), from + size);
                rows.commit(log.subList(from, to));
                from = to;
            }
            Map<String, List<Map<String, Object>>> dump = database.dump();
            assertThat(dump.get("call")).hasSize(CALLS);
            return dump;
        }
    }
}
