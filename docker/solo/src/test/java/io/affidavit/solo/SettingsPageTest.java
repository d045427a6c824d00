package io.affidavit.solo;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.solo.settings.KnownSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// A setting was added or changed: `-Dtest.jvm.args=-Daffidavit.docs.write=true` writes the page
/// anew.
class SettingsPageTest {

    @Test
    void documentsEverySetting() throws IOException {
        Path repository = Path.of("../..").toAbsolutePath().normalize();
        String written =
                new SettingsPage(repository, FixedSettings.names())
                        .write(KnownSettings.records(SoloConfiguration.class));
        assertThat(written).doesNotContain("| ? |");
        Path page = repository.resolve("docs/settings.md");
        if (Boolean.getBoolean("affidavit.docs.write")) {
            Files.writeString(page, written);
        }
        assertThat(page).as("write it anew, see above").content().isEqualTo(written);
    }
}
