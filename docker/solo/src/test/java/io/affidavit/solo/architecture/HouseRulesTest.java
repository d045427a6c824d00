package io.affidavit.solo.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The whole house obeys its plan.
class HouseRulesTest {

    private static JavaClasses house;

    @BeforeAll
    static void importHouse() {
        house =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .withImportOption(location -> !location.contains("-tests.jar"))
                        .importPackages("io.affidavit");
    }

    static Stream<ArchRule> rules() {
        return Stream.concat(
                HouseRules.ROOMS.stream().map(HouseRules::roomStandsAlone),
                Stream.of(
                        HouseRules.GROUND_IMPORTS_NO_ROOM,
                        HouseRules.GROUND_DOES_NO_IO,
                        HouseRules.GROUND_HAS_NO_CLOCK_AND_NO_DICE,
                        HouseRules.GROUND_IS_LAYERED,
                        HouseRules.NO_CYCLES,
                        HouseRules.EDGE_HAS_NO_DATABASE,
                        HouseRules.AUDITOR_NEEDS_NO_FRAMEWORK,
                        HouseRules.NETTY_STAYS_AT_THE_EDGE,
                        HouseRules.NAMES_SAY_WHAT_THINGS_ARE));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void obeys(ArchRule rule) {
        rule.check(house);
    }
}
