package io.affidavit.edge.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.testing.Seeds;
import org.junit.jupiter.api.Test;

class ToolIdsTest {

    @Test
    void leavesAnIdAloneThatTheProviderTakes() {
        assertThat(ToolIds.outward("toolu_01-A")).isEqualTo("toolu_01-A");
        assertThat(ToolIds.inward("toolu_01-A")).isEqualTo("toolu_01-A");
    }

    @Test
    void givesEveryIdOneFormThatTheProviderTakesAndTakesItBack() {
        Seeds.check(
                2_000,
                random -> {
                    String id = (random.nextInt(4) == 0 ? "aff_" : "") + Seeds.text(random, 12);

                    String outward = ToolIds.outward(id);

                    assertThat(outward).matches("[a-zA-Z0-9_-]+");
                    assertThat(ToolIds.inward(outward)).isEqualTo(id);
                });
    }
}
