package io.affidavit.projections.seal;

import io.affidavit.schemas.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.postgresql.ds.PGSimpleDataSource;

/// A process that does nothing but seal, as fast as it can: `SealerProcess URL DIRECTORY`.
final class SealerProcess {

    private SealerProcess() {}

    public static void main(String[] words) throws InterruptedException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(words[0]);
        source.setPassword(TestDatabase.PASSWORD);
        Path directory = Path.of(words[1]);
        Sealer sealer =
                new Sealer(
                        new Sealer.Parts(
                                source,
                                SealKeys.read(directory.resolve("keys")),
                                directory.resolve("anchor"),
                                InstantSource.system(),
                                new SealState(Duration.ofSeconds(1)),
                                new SealReports(() -> SimpleCommandBus.builder().build())),
                        new Sealer.Pace(Duration.ofMillis(1), Duration.ofHours(1)),
                        step -> System.out.println(step)); // says that it works
        sealer.start();
        Thread.currentThread().join();
    }
}
