package io.affidavit.solo.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.affidavit.command.bait.left.Left;
import io.affidavit.command.bait.right.Right;
import io.affidavit.command.util.SomethingHelper;
import io.affidavit.edge.bait.UsesDatabase;
import io.affidavit.projections.bait.UsesNetty;
import io.affidavit.query.bait.ImportsOtherRoom;
import io.affidavit.replay.bait.UsesFramework;
import io.affidavit.schemas.policy.bait.DoesIo;
import io.affidavit.schemas.policy.bait.ImportsRoom;
import io.affidavit.schemas.policy.bait.ReadsClock;
import io.affidavit.schemas.policy.bait.RollsDice;
import io.affidavit.schemas.value.bait.ImportsFeature;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A rule that cannot turn red protects nothing: each meets a class that breaks it.
class HouseRulesBaitTest {

    static Stream<Arguments> baits() {
        return Stream.of(
                bait(HouseRules.roomStandsAlone("query"), ImportsOtherRoom.class),
                bait(HouseRules.GROUND_IMPORTS_NO_ROOM, ImportsRoom.class),
                bait(HouseRules.GROUND_DOES_NO_IO, DoesIo.class),
                bait(HouseRules.GROUND_HAS_NO_CLOCK_AND_NO_DICE, ReadsClock.class),
                bait(HouseRules.GROUND_HAS_NO_CLOCK_AND_NO_DICE, RollsDice.class),
                bait(HouseRules.GROUND_IS_LAYERED, ImportsFeature.class, DoesIo.class),
                bait(HouseRules.NO_CYCLES, Left.class, Right.class),
                bait(HouseRules.EDGE_HAS_NO_DATABASE, UsesDatabase.class),
                bait(HouseRules.AUDITOR_NEEDS_NO_FRAMEWORK, UsesFramework.class),
                bait(HouseRules.NETTY_STAYS_AT_THE_EDGE, UsesNetty.class),
                bait(HouseRules.NAMES_SAY_WHAT_THINGS_ARE, SomethingHelper.class));
    }

    @ParameterizedTest
    @MethodSource("baits")
    void turnsRed(ArchRule rule, Class<?>[] bait) {
        JavaClasses classes = new ClassFileImporter().importClasses(bait);

        assertThat(rule.evaluate(classes).hasViolation()).as(rule.getDescription()).isTrue();
    }

    private static Arguments bait(ArchRule rule, Class<?>... classes) {
        return Arguments.of(rule, classes);
    }
}
