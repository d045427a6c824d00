package io.affidavit.command.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewaySecretsTest {

    @TempDir private Path keys;

    @BeforeEach
    void writeBoth() throws IOException {
        Files.writeString(keys.resolve("pepper"), "0f".repeat(32) + "\n");
        Files.writeString(keys.resolve("kek"), "1e".repeat(32));
    }

    @Test
    void readsBothFiles() {
        GatewaySecrets secrets = GatewaySecrets.read(keys);
        assertThat(secrets.pepper()).hasSize(32).containsOnly(0x0f);
        assertThat(secrets.kek()).hasSize(32).containsOnly(0x1e);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0f", "zz", "0f0"})
    void namesTheFileThatIsNoKey(String text) throws IOException {
        Files.writeString(keys.resolve("kek"), text);
        assertThatThrownBy(() -> GatewaySecrets.read(keys))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kek")
                .hasMessageContaining("64 hex digits");
    }

    @Test
    void namesTheFileThatIsMissing() throws IOException {
        Files.delete(keys.resolve("pepper"));
        assertThatThrownBy(() -> GatewaySecrets.read(keys))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("pepper");
    }
}
