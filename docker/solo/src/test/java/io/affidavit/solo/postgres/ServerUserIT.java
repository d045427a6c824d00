package io.affidavit.solo.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.security.auth.module.UnixSystem;
import io.affidavit.solo.data.DataDirectory;
import io.affidavit.solo.data.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What only root can try out: running the server, or the whole gateway, as somebody else.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ServerUserIT {

    private static final ServerUser NOBODY = ServerUser.other(ServerUser.NOBODY);

    @TempDir private Path temporary;

    @BeforeEach
    void onlyRootCanBecomeSomebodyElse() {
        Assumptions.assumeTrue(new UnixSystem().getUid() == 0, "not root");
    }

    @Test
    void runsTheServerAsAnotherUserWhereNamespacesAreForbidden() throws Exception {
        letEverybodyThrough();
        DataDirectory directory = DataDirectory.open(temporary.resolve("data"));
        EmbeddedPostgres first = EmbeddedPostgres.start(directory, NOBODY);
        assertThat(Files.getOwner(directory.postgres().resolve("data")).getName())
                .isEqualTo("nobody");
        assertThat(OtherJvm.serverOf(directory.root()).info().user()).contains("nobody");
        first.stop();

        DataDirectory again = DataDirectory.open(directory.root());
        EmbeddedPostgres second = EmbeddedPostgres.start(again); // the owner of the data decides
        assertThat(OtherJvm.serverOf(directory.root()).info().user()).contains("nobody");
        second.stop();
    }

    @Test
    void saysWhichDirectoryTheOtherUserCannotReach() {
        DataDirectory directory = DataDirectory.open(temporary.resolve("data"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(directory, NOBODY))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("not reachable for uid " + ServerUser.NOBODY);
    }

    @Test
    void runsAnOrdinaryUsersGateway() throws Exception {
        letEverybodyThrough();
        Path classPath = Files.createDirectory(temporary.resolve("classes"));
        Files.setPosixFilePermissions(classPath, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = Files.createDirectory(temporary.resolve("home"));
        NOBODY.give(home);
        Path data = home.resolve("data");
        try (OtherJvm gateway =
                OtherJvm.ready(data, OtherJvm.copyClassPath(classPath), NOBODY.prefix())) {
            ProcessHandle server = OtherJvm.serverOf(data);
            assertThat(server.info().user()).contains("nobody");
            gateway.kill();
            OtherJvm.awaitEnd(server);
        }
        assertThat(rowsAfterRestartByRoot(data)).isEqualTo(1);
    }

    private static long rowsAfterRestartByRoot(Path data) throws SQLException {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(DataDirectory.open(data));
        long rows = EmbeddedPostgresIT.count(postgres);
        postgres.stop();
        return rows;
    }

    private void letEverybodyThrough() throws IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
    }
}
