package io.affidavit.solo.settings;

import io.affidavit.solo.data.StartRefused;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;

/// `affidavit.properties` in the data directory, if the operator wrote one.
///
/// @param properties its entries; all of them begin with `affidavit.`
public record SettingsFile(Properties properties) {

    private static final String KEYS_DIRECTORY = "affidavit.keys.directory";
    private static final String KEYS_VARIABLE = "AFFIDAVIT_KEYS_DIRECTORY";

    /// Reads `file` as UTF-8; a missing one has no entries.
    public static SettingsFile read(Path file) {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new StartRefused(file + ": cannot be read: " + e.getMessage(), e);
            }
        }
        return new SettingsFile(properties);
    }

    /// The names in it.
    public Set<String> names() {
        return properties.stringPropertyNames();
    }

    /// Where the keys lie. Needed before the servers, which read all other settings, are there.
    public Path keysDirectory(Path otherwise) {
        String set = System.getenv(KEYS_VARIABLE);
        if (set == null) {
            set = properties.getProperty(KEYS_DIRECTORY);
        }
        return set == null ? otherwise : Path.of(set).toAbsolutePath();
    }
}
