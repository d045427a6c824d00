package io.affidavit.command;

import io.affidavit.schemas.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// This room as a running application over a test database.
public final class CommandContext implements AutoCloseable {

    /// The token of this room's monitors.
    public static final String SCRAPE_TOKEN = "scrape-token-for-tests";

    private final ConfigurableApplicationContext context;

    private CommandContext(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// Starts it on a free port.
    ///
    /// @param directory an empty folder for keys and secrets
    public static CommandContext start(CommandDatabase database, Path directory) {
        Path password = write(directory.resolve("password"), TestDatabase.PASSWORD);
        Path token = write(directory.resolve("operator.token"), "operator-token-for-tests");
        Path scrape = write(directory.resolve("scrape.token"), SCRAPE_TOKEN);
        ConfigurableApplicationContext context =
                new SpringApplicationBuilder(CommandMain.class)
                        .web(WebApplicationType.SERVLET)
                        .properties(
                                "server.port=0",
                                "spring.main.banner-mode=off",
                                "affidavit.command.database.url=" + database.below().url(),
                                "affidavit.command.database.password-file=" + password,
                                "affidavit.command.vault.password-file=" + password,
                                "affidavit.command.operator-token-file=" + token,
                                "affidavit.command.scrape-token-file=" + scrape,
                                "affidavit.keys.directory="
                                        + TestKeys.in(directory.resolve("keys")))
                        .run();
        return new CommandContext(context);
    }

    /// One of its beans.
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    private static Path write(Path file, String secret) {
        try {
            return Files.writeString(file, secret + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
