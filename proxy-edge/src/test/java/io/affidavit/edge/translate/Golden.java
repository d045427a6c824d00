package io.affidavit.edge.translate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Files of examples, hand-checked.
final class Golden {

    private Golden() {}

    /// Names of the cases in a folder: what stands before this ending.
    static List<String> cases(String folder, String ending) {
        try (Stream<Path> files =
                Files.list(
                        Path.of(
                                Objects.requireNonNull(Golden.class.getResource("/" + folder + "/"))
                                        .toURI()))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted()
                    .toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A file as it stands.
    static byte[] bytes(String file) {
        try (InputStream in =
                Objects.requireNonNull(Golden.class.getResourceAsStream("/" + file), file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(String file) {
        return new String(bytes(file), UTF_8);
    }

    /// A file of JSON without the whitespace between its tokens; nothing else is changed.
    static String json(String file) {
        return dense(text(file));
    }

    /// JSON without the whitespace between its tokens.
    static String dense(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean string = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (string && c == '\\') {
                out.append(c).append(text.charAt(++i));
                continue;
            }
            if (c == '"') {
                string = !string;
            }
            if (string || !Character.isWhitespace(c)) {
                out.append(c);
            }
        }
        return out.toString();
    }
}
