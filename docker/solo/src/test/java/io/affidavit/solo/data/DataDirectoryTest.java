package io.affidavit.solo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir private Path temporary;

    @Test
    void letsNobodyElseIn() throws IOException {
        DataDirectory directory = DataDirectory.open(temporary.resolve("some/where/data"));
        assertThat(mode(directory.root())).isEqualTo("rwx------");
        assertThat(mode(directory.logs())).isEqualTo("rwx------");
    }

    @Test
    void closesADirectoryThatStoodOpen() throws IOException {
        Path open = Files.createDirectory(temporary.resolve("data"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxr-x"));
        DataDirectory.open(open);
        assertThat(mode(open)).isEqualTo("rwx------");
    }

    @Test
    void saysThatAFileIsNoDirectory() throws IOException {
        Path file = Files.createFile(temporary.resolve("data"));
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("not usable as data directory");
    }

    @Test
    void keepsASecretForItsOwnerAlone() throws IOException {
        Path file = temporary.resolve("operator.token");
        String secret = SecretFile.readOrCreate(file);
        assertThat(secret).hasSize(43);
        assertThat(Files.readString(file)).isEqualTo(secret + "\n");
        assertThat(SecretFile.readOrCreate(file)).isEqualTo(secret);
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
