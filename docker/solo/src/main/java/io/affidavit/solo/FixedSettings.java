package io.affidavit.solo;

import io.affidavit.solo.RunFile.Database;
import io.affidavit.solo.data.DataDirectory;
import io.affidavit.solo.database.Role;
import io.affidavit.solo.settings.KnownSettings;
import io.affidavit.solo.settings.SettingsFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the roof decides for the rooms and nobody else may: where the database is and as whom each
/// room logs in, and what the command line said.
final class FixedSettings {

    /// The rooms' databases and the role that each one logs in as.
    private static final Map<String, Role> LOGINS =
            Map.of(
                    "affidavit.command.database", Role.WRITER,
                    "affidavit.command.vault", Role.VAULT,
                    "affidavit.projections.database", Role.PROJECTOR,
                    "affidavit.projections.seal.database", Role.SEALER,
                    "affidavit.query.database", Role.READER,
                    "affidavit.query.disclosure", Role.DISCLOSER);

    private static final List<String> TOKEN_FILES =
            List.of("affidavit.command.operator-token-file", "affidavit.query.operator-token-file");

    private static final String EXPORT_KEYS = "affidavit.query.export.keys-directory";
    private static final String EXPORTS = "affidavit.query.export.directory";

    private static final String SCRAPE_TOKEN_FILE = "affidavit.command.scrape-token-file";

    /// Forms and files are switched off: no route takes them, and both would be read, whole, before
    /// anybody asked who sends them.
    private static final Map<String, Object> FRAMEWORK =
            Map.ofEntries(
                    Map.entry("server.port", "${affidavit.control.port:8090}"),
                    Map.entry("server.address", "127.0.0.1"), // unless ControlPort says more
                    Map.entry("server.shutdown", "graceful"),
                    Map.entry("spring.mvc.formcontent.filter.enabled", "false"),
                    Map.entry("spring.servlet.multipart.enabled", "false"),
                    Map.entry(
                            "spring.mvc.servlet.load-on-startup", "1"), // not at the first question
                    Map.entry("spring.lifecycle.timeout-per-shutdown-phase", "20s"),
                    Map.entry("spring.threads.virtual.enabled", "true"),
                    Map.entry("spring.main.allow-circular-references", "false"),
                    Map.entry("axon.axonserver.enabled", "false"),
                    Map.entry("axon.update-check.disabled", "true"),
                    Map.entry("axon.timeout.enabled", "false"),
                    Map.entry("axon.serializer.general", "jackson3"));

    private final Map<String, Object> values = new HashMap<>(FRAMEWORK);

    FixedSettings(
            Arguments arguments, DataDirectory data, Database database, Path keys, Path anchor) {
        LOGINS.forEach((prefix, role) -> {
            values.put(prefix + ".url", database.url());
            values.put(prefix + ".username", role.login());
            values.put(
                    prefix + ".password-file",
                    role.passwordFile(Path.of(database.passwords())).toString());
        });
        TOKEN_FILES.forEach(name -> values.put(name, data.operatorToken().toString()));
        values.put(SCRAPE_TOKEN_FILE, data.scrapeToken().toString());
        values.put("affidavit.keys.directory", keys.toString());
        values.put("affidavit.projections.seal.anchor-directory", anchor.toString());
        values.put(EXPORT_KEYS, keys.toString());
        values.put(EXPORTS, data.exports().toString());
        if (arguments.port() != null) {
            values.put("affidavit.edge.port", arguments.port());
        }
        if (arguments.controlPort() != null) {
            values.put("affidavit.control.port", arguments.controlPort());
        }
        if (arguments.bind() != null) {
            values.put("affidavit.edge.bind", arguments.bind());
            values.put("affidavit.control.bind", arguments.bind());
        }
    }

    Map<String, Object> values() {
        return Map.copyOf(values);
    }

    /// @throws io.affidavit.solo.data.StartRefused when a setting is not known or not the
    ///   operator's to make
    static void check(SettingsFile file) {
        KnownSettings.ofTheHouse(SoloConfiguration.class, names())
                .check(file.names(), System.getenv().keySet());
    }

    /// The settings that are not the operator's to make.
    static Set<String> names() {
        Stream<String> logins =
                LOGINS.keySet().stream()
                        .flatMap(prefix ->
                                Stream.of(".url", ".username", ".password-file")
                                        .map(prefix::concat));
        return Stream.of(
                        logins,
                        TOKEN_FILES.stream(),
                        Stream.of(SCRAPE_TOKEN_FILE, EXPORT_KEYS, EXPORTS))
                .flatMap(names -> names)
                .collect(Collectors.toSet());
    }
}
