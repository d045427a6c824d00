package io.affidavit.solo.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/// The plan of the house as rules. Each has a bait in `HouseRulesBaitTest` that turns it red.
final class HouseRules {

    static final List<String> ROOMS = List.of("command", "projections", "query", "edge", "replay");

    private HouseRules() {}

    /// A room imports the ground and itself, never another room.
    static ArchRule roomStandsAlone(String room) {
        String[] others =
                ROOMS.stream()
                        .filter(other -> !other.equals(room))
                        .map(other -> "io.affidavit." + other + "..")
                        .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("io.affidavit." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("every room imports event-schemas and no other room");
    }

    static final ArchRule GROUND_IMPORTS_NO_ROOM =
            noClasses()
                    .that()
                    .resideInAPackage("io.affidavit.schemas..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("io.affidavit..")
                                    .and(resideOutsideOfPackages("io.affidavit.schemas..")))
                    .because("the ground carries the rooms, not the other way round");

    static final ArchRule GROUND_DOES_NO_IO =
            noClasses()
                    .that()
                    .resideInAPackage("io.affidavit.schemas..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.sql..",
                            "javax.sql..",
                            "java.nio.file..",
                            "java.nio.channels..",
                            "java.net.http..",
                            "io.netty..",
                            "org.springframework..")
                    .because("what two rooms share must be pure");

    static final ArchRule GROUND_HAS_NO_CLOCK_AND_NO_DICE =
            noClasses()
                    .that()
                    .resideInAPackage("io.affidavit.schemas..")
                    .should()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(java.util.UUID.class, "randomUUID")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(java.util.Random.class)
                    .because("the same input must give the same answer on replay");

    static final ArchRule GROUND_IS_LAYERED =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .withOptionalLayers(true)
                    .layer("serial")
                    .definedBy("io.affidavit.schemas.serial..")
                    .layer("call")
                    .definedBy("io.affidavit.schemas.call..")
                    .layer("features")
                    .definedBy(
                            "io.affidavit.schemas.access..",
                            "io.affidavit.schemas.routing..",
                            "io.affidavit.schemas.policy..")
                    .layer("evidence")
                    .definedBy("io.affidavit.schemas.evidence..")
                    .layer("value")
                    .definedBy("io.affidavit.schemas.value..")
                    .whereLayer("serial")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("call")
                    .mayOnlyBeAccessedByLayers("serial")
                    .whereLayer("features")
                    .mayOnlyBeAccessedByLayers("serial", "call")
                    .whereLayer("evidence")
                    .mayOnlyBeAccessedByLayers("serial", "call", "features")
                    .because("imports point to what is more stable");

    static final ArchRule NO_CYCLES =
            slices().matching("io.affidavit.(**)")
                    .should()
                    .beFreeOfCycles()
                    .because("a package that needs its user back is one package");

    static final ArchRule EDGE_HAS_NO_DATABASE =
            noClasses()
                    .that()
                    .resideInAPackage("io.affidavit.edge..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
                    .because("the edge knows keys, policies and routes from its catalogue");

    static final ArchRule AUDITOR_NEEDS_NO_FRAMEWORK =
            noClasses()
                    .that()
                    .resideInAPackage("io.affidavit.replay..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.axonframework..", "org.springframework..")
                    .because("an auditor trusts formats, not the writer's code");

    static final ArchRule NETTY_STAYS_AT_THE_EDGE =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.affidavit.edge..", "io.affidavit.bench..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.netty..")
                    .because("only the edge carries bytes");

    static final ArchRule NAMES_SAY_WHAT_THINGS_ARE =
            classes()
                    .that()
                    .resideInAPackage("io.affidavit..")
                    .should()
                    .haveNameNotMatching(
                            ".*(\\.(util|utils|common|helper|helpers|manager)\\..*"
                                    + "|(Util|Utils|Common|Helper|Manager|Impl)$)")
                    .because("a name that fits everything says nothing");
}
