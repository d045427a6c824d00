package io.affidavit.solo.settings;

import io.affidavit.solo.data.StartRefused;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `affidavit.properties` in the data directory, if the operator wrote one.
///
/// @param properties its entries; all of them begin with `affidavit.`
public record SettingsFile(Properties properties) {

    private static final String KEYS_DIRECTORY = "affidavit.keys.directory";
    private static final String ANCHOR_DIRECTORY = "affidavit.projections.seal.anchor-directory";

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
        return directory(KEYS_DIRECTORY, otherwise);
    }

    /// Where checkpoints are kept outside the database; needed as early.
    public Path anchorDirectory(Path otherwise) {
        return directory(ANCHOR_DIRECTORY, otherwise);
    }

    private Path directory(String name, Path otherwise) {
        String set = value(name);
        return set == null ? otherwise : Path.of(set).toAbsolutePath();
    }

    /// A setting that is needed before the servers are there; the variable wins.
    public @Nullable String value(String name) {
        String set = System.getenv(KnownSettings.variable(name));
        return set == null ? properties.getProperty(name) : set;
    }
}
