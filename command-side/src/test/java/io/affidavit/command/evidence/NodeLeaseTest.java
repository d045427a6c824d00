package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.value.NodeId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class NodeLeaseTest {

    private static final NodeId ONE = new NodeId("0123456789abcdef");
    private static final NodeId OTHER = new NodeId("fedcba9876543210");

    @TempDir Path directory;

    @Test
    void lastsWhileItIsRenewedAndEndsWhenGivenBack() throws Exception {
        try (TestLog logs = new TestLog(directory);
                NodeLease own = lease(logs, OTHER)) {
            own.start();
            NodeLease lease = lease(logs, ONE);
            lease.start();
            NodeTable nodes = new NodeTable(logs.database.writer(), own);
            assertThat(lease.mayForward()).isTrue();
            assertThat(nodes.leaseEnd(ONE)).isEmpty();

            lease.close();
            assertThat(nodes.leaseEnd(ONE))
                    .get()
                    .satisfies(
                            end -> assertThat(end).isBeforeOrEqualTo(Instant.now().plusSeconds(1)));
            assertThat(nodes.leaseEnd(new NodeId("nobodyevermetone"))).contains(Instant.EPOCH);
        }
    }

    @Test
    void entitlesToNothingWithoutADatabase() throws Exception {
        try (TestLog logs = new TestLog(directory)) {
            URI database = URI.create(logs.database.below().url().substring("jdbc:".length()));
            PGSimpleDataSource nowhere = new PGSimpleDataSource();
            nowhere.setServerNames(new String[] {"127.0.0.1"});
            nowhere.setPortNumbers(new int[] {1});
            nowhere.setDatabaseName(database.getPath());
            try (NodeLease lease = new NodeLease(nowhere, ONE, Duration.ofSeconds(5))) {
                lease.start();
                assertThat(lease.mayForward()).isFalse();
                assertThat(lease.mayJudge()).isFalse();
            }
        }
    }

    private static NodeLease lease(TestLog logs, NodeId node) {
        return new NodeLease(logs.database.writer(), node, Duration.ofSeconds(5));
    }
}
