package io.affidavit.command.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.limit.Cells.Cell;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {

    private static final int STEPS = 2_000;
    private static final int BUCKETS = 90;

    /// The same moves on a sorted map.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void saysWhatASortedMapOfCellsSays(long seed) {
        Random random = new Random(seed);
        Cells cells = new Cells();
        TreeMap<Long, Cell> model = new TreeMap<>();
        for (long step = 0; step < STEPS; step++) {
            long bucket = step / 40 + random.nextInt(BUCKETS);
            long oldest = step / 40 + random.nextInt(BUCKETS);
            if (random.nextInt(40) == 0) {
                assertThat(cells.forgetBefore(step / 40))
                        .isEqualTo(!model.headMap(step / 40).isEmpty());
                model.headMap(step / 40).clear();
            }
            long spent = random.nextInt(3);
            long held = random.nextInt(3);
            cells.move(bucket, spent, held);
            model.merge(
                    bucket,
                    new Cell(spent, held),
                    (old, more) -> old.plus(more.spent(), more.held()));
            Map<Long, Cell> counting = model.tailMap(oldest, true);
            Cell sum = sum(counting);
            assertThat(cells.from(oldest)).isEqualTo(sum);
            assertThat(cells.in(oldest)).isEqualTo(model.getOrDefault(oldest, Cell.EMPTY));
            assertThat(cells.lastUsed(oldest)).isEqualTo(lastUsed(counting));
            long most = random.nextLong(sum.used() + 1);
            assertThat(cells.fallsTo(oldest, most)).isEqualTo(fallsTo(counting, most));
        }
    }

    private static Cell sum(Map<Long, Cell> counting) {
        return counting.values().stream()
                .reduce(Cell.EMPTY, (sum, cell) -> sum.plus(cell.spent(), cell.held()));
    }

    private static Long lastUsed(Map<Long, Cell> counting) {
        return counting.entrySet().stream()
                .filter(each -> each.getValue().used() > 0)
                .map(Map.Entry::getKey)
                .max(Long::compare)
                .orElse(null);
    }

    private static Long fallsTo(Map<Long, Cell> counting, long most) {
        long used = sum(counting).used();
        for (Map.Entry<Long, Cell> each : counting.entrySet()) {
            used -= each.getValue().used();
            if (used <= most) {
                return each.getKey();
            }
        }
        return null;
    }

    @Test
    void aCopyIsOfNoConsequence() {
        Cells cells = new Cells();
        cells.move(7, 1, 2);

        Cells copy = cells.copy();
        copy.move(7, 10, 10);
        copy.move(6, 1, 1);
        copy.forgetBefore(7);

        assertThat(cells.from(0)).isEqualTo(new Cell(1, 2));
        assertThat(copy.from(0)).isEqualTo(new Cell(11, 12));
    }
}
