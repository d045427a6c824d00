package io.affidavit.solo.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.solo.data.StartRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

    @Test
    void readsWhereADatabaseIs() {
        String url = "jdbc:postgresql://db.example:5433/house?sslmode=verify-full";
        assertThat(DatabaseAddress.parse(url))
                .isEqualTo(new DatabaseAddress(url, "db.example", 5433, "house"));
        assertThat(DatabaseAddress.parse("jdbc:postgresql://db.example/house").port())
                .isEqualTo(5432);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "db.example", "jdbc:mysql://db/house", "jdbc:postgresql://db:x/h"})
    void refusesWhatIsNone(String url) {
        assertThatThrownBy(() -> DatabaseAddress.parse(url))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("(expected: jdbc:postgresql://HOST:PORT/NAME)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/house?user=admin",
                "jdbc:postgresql://db/house?sslmode=require&password=geheim"
            })
    void refusesALoginThatEverybodyWouldSee(String url) {
        assertThatThrownBy(() -> DatabaseAddress.parse(url))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("carries a login")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void takesTheLoginOutOfAnAdministratorsAddress() {
        AdminLogin admin =
                AdminLogin.parse("jdbc:postgresql://db/house?user=a&sslmode=require&password=b");
        assertThat(admin.user()).isEqualTo("a");
        assertThat(admin.hasPassword()).isTrue();
        assertThat(admin.address().url()).isEqualTo("jdbc:postgresql://db/house?sslmode=require");
        assertThatThrownBy(() -> AdminLogin.parse("jdbc:postgresql://db/house"))
                .hasMessageContaining("names no user");
    }

    @Test
    void keepsLoginsInOneFileAndSplitsThem(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("database.passwords");
        Logins logins = Logins.random();
        logins.write(file);
        assertThat(Logins.read(file)).isEqualTo(logins);
        assertThat(Files.readString(file)).doesNotContain("affidavit_owner");

        logins.split(directory);
        assertThat(Role.READER.passwordFile(directory)).hasContent(logins.of(Role.READER));

        Files.writeString(file, "affidavit_writer:x\n");
        assertThatThrownBy(() -> Logins.read(file))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("no password of affidavit_vault");
        Logins completed = Logins.completed(file);
        assertThat(completed.of(Role.WRITER)).isEqualTo("x");
        assertThat(completed.of(Role.DISCLOSER)).hasSizeGreaterThan(20);
    }
}
