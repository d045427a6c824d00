package io.affidavit.query.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.query.evidence.export.Tools.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an auditor does with an unpacked bundle.
final class Unpacked {

    private static final JsonMapper JSON = new JsonMapper();

    private Unpacked() {}

    static void assertVerified(Path folder, Path root) {
        Tools.succeed(folder, "sha256sum", "--quiet", "-c", "SHA256SUMS");
        Tools.succeed(
                folder,
                "openssl",
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "SHA256SUMS.p7s",
                "-content",
                "SHA256SUMS",
                "-CAfile",
                root.toString(),
                "-no-CApath",
                "-no-CAstore",
                "-purpose",
                "any",
                "-out",
                "/dev/null");
        Outcome script = verify(folder);
        int expected = manifest(folder).path("open").isEmpty() ? 3 : 4;
        assertThat(script.status()).as(script.output()).isEqualTo(expected);
    }

    static Outcome verify(Path folder, String... options) {
        List<String> command =
                new ArrayList<>(List.of("python3", "-B", folder.resolve("verify.py").toString()));
        command.addAll(List.of(options));
        return Tools.run(folder, command.toArray(String[]::new));
    }

    /// With sums made anew, as an insider would.
    static Path resummed(Path folder) {
        Tools.succeed(
                folder,
                "sh",
                "-c",
                "find . -type f ! -name 'SHA256SUMS*' | sed 's,^./,,' | LC_ALL=C sort"
                        + " | xargs sha256sum > ../sums.$$ && mv ../sums.$$ SHA256SUMS");
        return folder;
    }

    static List<Long> positions(Path folder) {
        return read(folder, "events.jsonl")
                .lines()
                .map(line -> Long.valueOf(JSON.readTree(line).path("pos").asString()))
                .toList();
    }

    static JsonNode manifest(Path folder) {
        return JSON.readTree(read(folder, "manifest.json"));
    }

    static List<String> names(byte[] zip) {
        List<String> names = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return names;
    }

    static String read(Path folder, String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What the script makes of a bundle with a text replaced.
    ///
    /// @param sums whether the sums are made anew
    static int changed(byte[] zip, String file, String from, String to, boolean sums)
            throws IOException {
        Path folder = BundleHouse.unpack(zip);
        String was = read(folder, file);
        assertThat(was).contains(from);
        Files.writeString(folder.resolve(file), was.replace(from, to));
        return verify(sums ? resummed(folder) : folder).status();
    }
}
