package io.affidavit.schemas.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Agreement with a second implementation: `src/test/python/vectors.py`.
class VectorsTest {

    private static final Path SCRIPT = Path.of("src/test/python/vectors.py");
    private static final Path FILE = Path.of("src/test/resources/evidence/vectors.json");
    private static final JsonNode VECTORS = read();
    private static final LogOrigin ORIGIN = new LogOrigin(text(VECTORS, "origin"));

    @Test
    void theFileIsWhatTheScriptPrints() throws Exception {
        Process python;
        try {
            python =
                    new ProcessBuilder("python3", SCRIPT.toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
        } catch (IOException e) {
            assertThat(System.getenv("CI")).as("python3 is required in CI").isNotEqualTo("true");
            System.out.println("vectors.py not run: no python3 on the path");
            Assumptions.abort("no python3");
            return;
        }
        byte[] printed = python.getInputStream().readAllBytes();

        assertThat(python.waitFor()).isZero();
        assertThat(new String(printed, StandardCharsets.UTF_8)).isEqualTo(Files.readString(FILE));
    }

    @Test
    void recordsAreRenderedToTheSameBytes() {
        for (JsonNode vector : VECTORS.get("records")) {
            byte[] record = record(vector);

            RecordView view = RecordView.parse(record);

            assertThat(RecordTemplate.of(view.draft()).splice(view.place())).isEqualTo(record);
        }
    }

    @Test
    void chainAndTreeHaveTheSameHashes() {
        byte[] previous = Leaf.genesis(ORIGIN);
        Frontier frontier = new Frontier();
        TreeHash stream = new TreeHash();
        assertThat(Digest.of(previous)).hasToString(text(VECTORS, "genesis"));
        assertThat(Digest.of(frontier.root())).hasToString(text(VECTORS, "empty_root"));
        for (JsonNode vector : VECTORS.get("records")) {
            byte[] record = record(vector);
            assertThat(RecordView.parse(record).prev()).isEqualTo(Digest.of(previous));
            previous = Leaf.leaf(record);
            frontier.append(previous);
            stream.add(previous);
            assertThat(Digest.of(previous)).hasToString(text(vector, "leaf"));
            assertThat(Digest.of(frontier.root())).hasToString(text(vector, "root"));
            assertThat(Digest.of(stream.root())).hasToString(text(vector, "root"));
        }
    }

    @Test
    void organizationsHaveTheSameChains() {
        Map<String, RecordOrganization> heads = new HashMap<>();
        for (JsonNode vector : VECTORS.get("records")) {
            RecordOrganization link = RecordView.parse(record(vector)).org();
            if (link != null) {
                Digest leaf = Digest.of(Leaf.leaf(record(vector)));
                RecordOrganization due =
                        heads.getOrDefault(
                                link.id(), new RecordOrganization(link.id(), Digest.ZERO, 0));
                assertThat(link).isEqualTo(due);
                heads.put(link.id(), new RecordOrganization(link.id(), leaf, link.sequence() + 1));
            }
        }
        assertThat(heads).containsOnlyKeys("acme", "beta");
    }

    @Test
    void partsAreSealedToTheSameBytes() {
        List<Part.Reference> recorded = recordedParts();
        int index = 0;
        for (JsonNode vector : VECTORS.get("parts")) {
            KeyRef keyRef = KeyRef.parse(text(vector, "key_ref"));
            PartBinding binding = new PartBinding(ORIGIN, text(vector, "event_id"), keyRef);
            PartKeys keys = new PartKeys(hex(vector, "subject_key"), hex(vector, "epoch_key"));
            byte[] text = text(vector, "text").getBytes(StandardCharsets.UTF_8);
            boolean keepText = vector.get("keep_text").booleanValue();
            Part.Content content =
                    new Part.Content(
                            text(vector, "name"),
                            text(vector, "media_type"),
                            keyRef.retention(),
                            text,
                            keepText);

            SealedPart sealed =
                    PartCipher.seal(binding, content, keys, hex(vector, "salt"), hex(vector, "iv"));

            assertThat(sealed.blob()).isEqualTo(hex(vector, "blob"));
            assertThat(sealed.reference().commitment()).hasToString(text(vector, "commitment"));
            assertThat(sealed.reference().cipherDigest()).hasToString(text(vector, "digest"));
            assertThat(sealed.reference()).isEqualTo(recorded.get(index++));
            OpenedPart opened = PartCipher.open(binding, sealed.reference(), keys, sealed.blob());
            assertThat(opened.text()).isEqualTo(keepText ? text : null);
        }
        assertThat(recorded).hasSize(index);
    }

    @Test
    void verifierKeysAreSpelledTheSame() {
        for (JsonNode vector : VECTORS.get("verifier_keys")) {
            byte[] key = hex(vector, "key");
            VerifierKey verifier =
                    key.length == 32
                            ? VerifierKey.ed25519(ORIGIN.value(), key)
                            : VerifierKey.mlDsa44(ORIGIN.value(), key);

            assertThat(verifier).hasToString(text(vector, "vkey"));
            assertThat(VerifierKey.parse(text(vector, "vkey"))).isEqualTo(verifier);
        }
    }

    private static List<Part.Reference> recordedParts() {
        return VECTORS.get("records").values().stream()
                .flatMap(vector -> RecordView.parse(record(vector)).parts().stream())
                .toList();
    }

    private static byte[] record(JsonNode vector) {
        return text(vector, "record").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(JsonNode vector, String member) {
        return HexFormat.of().parseHex(text(vector, member));
    }

    private static String text(JsonNode vector, String member) {
        return vector.get(member).stringValue();
    }

    private static JsonNode read() {
        return new JsonMapper().readTree(FILE.toFile());
    }
}
