package io.affidavit.command.web;

import io.affidavit.command.CommandContext;
import io.affidavit.command.CommandDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/// Gives tests one running room, started with the first of them and ended with the last.
public final class RunningRoom implements ParameterResolver {

    private record Room(Path directory, CommandDatabase database, CommandContext context)
            implements AutoCloseable {

        private static Room start() {
            try {
                Path directory = Files.createTempDirectory("room");
                CommandDatabase database = CommandDatabase.create();
                return new Room(directory, database, CommandContext.start(database, directory));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            context.close();
            database.close();
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
        Class<?> type = parameter.getParameter().getType();
        return type == AdminClient.class
                || type == CommandContext.class
                || type == CommandDatabase.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
        Room room =
                extension
                        .getRoot()
                        .getStore(ExtensionContext.Namespace.GLOBAL)
                        .computeIfAbsent(Room.class, _ -> Room.start(), Room.class);
        Class<?> type = parameter.getParameter().getType();
        if (type == CommandDatabase.class) {
            return room.database();
        }
        return type == CommandContext.class ? room.context() : new AdminClient(room.context());
    }
}
