package io.affidavit.projections.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.seal.SealSteps.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each step of a sealing is interrupted once in each way, and taken up again.
class SealFaultsTest {

    @TempDir private static Path directory;
    private static SealHouse house;

    /// What comes in between, right behind a step.
    enum Fault {
        /// The disk refuses, once.
        DISK,
        /// The server ends the connection.
        DATABASE,
        /// The process is no more, and another one begins.
        PROCESS
    }

    @BeforeAll
    static void open() throws IOException {
        house = new SealHouse(directory);
        house.sealOnce();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    static Stream<Arguments> everyStepAndFault() {
        return Arrays.stream(Step.values())
                .flatMap(step ->
                        Arrays.stream(Fault.values()).map(fault -> Arguments.of(step, fault)));
    }

    @ParameterizedTest
    @MethodSource("everyStepAndFault")
    void goesOnAfterEachStep(Step step, Fault fault) throws IOException {
        long sealed = house.state.sealed();
        house.appendUpTo(house.log.size() + 260); // fills a tile, whatever was there
        AtomicBoolean struck = new AtomicBoolean();
        Sealer sealer =
                house.sealer(done -> {
                    if (done == step && struck.compareAndSet(false, true)) {
                        strike(fault);
                    }
                });
        try {
            sealer.step();
            assertThat(struck).isTrue();
            if (fault == Fault.PROCESS) {
                sealer.drop();
                sealer = house.sealer(SealSteps.NONE);
            }
            house.appendUpTo(house.log.size() + 3); // life goes on meanwhile
            sealer.step(); // may be the one that finds out
            sealer.step();
        } finally {
            sealer.drop();
        }
        assertThat(house.state.broken()).isNull();
        assertThat(house.state.sealed()).isEqualTo(house.log.size()).isGreaterThan(sealed);
        new SealAudit(house).assertSound();
    }

    private static void strike(Fault fault) throws IOException {
        switch (fault) {
            case DISK, PROCESS -> throw new IOException("No space left on device");
            case DATABASE -> house.disconnectEverybody();
        }
    }
}
