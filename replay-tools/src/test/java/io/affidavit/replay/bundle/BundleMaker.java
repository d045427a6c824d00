package io.affidavit.replay.bundle;

import io.affidavit.replay.cms.TestSigner;
import io.affidavit.replay.proof.TestLogKeys;
import io.affidavit.replay.verify.SampleLog;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.TreeHash;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.ConsistencyProof;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.proof.TlogProof;
import io.affidavit.schemas.proof.TreeProofs;
import io.affidavit.schemas.value.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Makes bundles from the specification, right or wrong: a second implementation that shares
/// nothing with the exporter but the formats.
public final class BundleMaker {

    public static final TestLogKeys KEYS = SampleLog.LOG_KEYS;
    public static final TestSigner ROOT = TestSigner.root("root.test");
    public static final TestSigner SIGNER = ROOT.signer("export.test");

    private static final HexFormat HEX = HexFormat.of();

    private final List<byte[]> log;
    private final List<byte[]> leaves;
    private final int size;
    private final TreeSet<Integer> shown = new TreeSet<>();
    private final TreeSet<Integer> withheld = new TreeSet<>();
    private final Map<String, byte[]> files = new TreeMap<>();
    private String scope = "";
    private String organization = "\"acme\"";
    private final List<String> disclosed = new ArrayList<>();
    private final List<String> salts = new ArrayList<>();
    private String open = "";
    private boolean together;

    /// @param log every record, also those after the checkpoint
    /// @param size of the checkpoint
    public BundleMaker(List<byte[]> log, int size) {
        this.log = List.copyOf(log);
        this.leaves = log.stream().map(Leaf::leaf).toList();
        this.size = size;
    }

    /// The records of a sample log.
    public static List<byte[]> records(SampleLog log) {
        return log.rows().stream().map(SampleLog.Row::bytes).toList();
    }

    /// A call of acme at 8 to 12 of a log of 13, which has grown to 18 since; one of its texts is
    /// disclosed, of another one the salt and the ciphertext, one record of the house kept back.
    public static BundleMaker sample() {
        SampleLog sample = SampleLog.withCalls(3);
        byte[] salt = new byte[32];
        Arrays.fill(salt, (byte) "request".length());
        byte[] other = new byte[32];
        Arrays.fill(other, (byte) "response".length());
        return new BundleMaker(records(sample), 13)
                .show(0, 8, 9, 10, 11, 12)
                .withhold(2)
                .call(SampleLog.callId(1))
                .disclose(8, "request", "the request", salt)
                .salt(12, "response", other)
                .put("parts/12/response.blob", sample.rows().get(12).parts().getFirst().blob())
                .make();
    }

    public BundleMaker show(int... positions) {
        Arrays.stream(positions).forEach(shown::add);
        return this;
    }

    public BundleMaker withhold(int... positions) {
        Arrays.stream(positions).forEach(withheld::add);
        return this;
    }

    public BundleMaker hide(int position) {
        shown.remove(position);
        return withhold(position);
    }

    public BundleMaker call(String id) {
        return scope("call", id, null, null, null);
    }

    public BundleMaker scope(
            String kind,
            @Nullable String id,
            @Nullable String ids,
            @Nullable String from,
            @Nullable String to) {
        scope =
                "{\"from\":%s,\"id\":%s,\"ids\":%s,\"kind\":\"%s\",\"to\":%s}"
                        .formatted(quoted(from), quoted(id), ids, kind, quoted(to));
        return this;
    }

    public BundleMaker organization(String json) {
        organization = json;
        return this;
    }

    public BundleMaker open(String id) {
        open = '"' + id + '"';
        return this;
    }

    public BundleMaker together() {
        together = true;
        return this;
    }

    public BundleMaker disclose(int position, String name, String text, byte[] salt) {
        disclosed.add(part(position, name));
        put("parts/" + position + '/' + name + ".txt", text);
        return put("parts/" + position + '/' + name + ".salt", salt);
    }

    /// The salt of a text that was never kept.
    public BundleMaker salt(int position, String name, byte[] salt) {
        salts.add(part(position, name));
        return put("parts/" + position + '/' + name + ".salt", salt);
    }

    private static String part(int position, String name) {
        return "{\"name\":\"%s\",\"pos\":\"%d\"}".formatted(name, position);
    }

    /// Everything from the beginning, signed by the right signer.
    public BundleMaker make() {
        put("events.jsonl", lines(shown));
        if (!withheld.isEmpty()) {
            StringBuilder lines = new StringBuilder();
            for (int position : withheld) {
                lines.append(
                        "{\"leaf\":\"%s\",\"pos\":\"%d\",\"reason\":\"requested\"}\n"
                                .formatted(HEX.formatHex(leaves.get(position)), position));
            }
            put("withheld.jsonl", lines.toString());
        }
        SignedNote note = note(size);
        put("log/checkpoint", note.bytes());
        put("log/checkpoint.signed", note.bytes());
        put("log/latest", note(log.size()).bytes());
        put("log/consistency-latest", consistency(size, log.size()));
        prove(note);
        put("manifest.json", manifest());
        put("trust/policy", KEYS.policy());
        put("trust/root.pem", ROOT.pem());
        return resum().resign(SIGNER);
    }

    private byte[] lines(Set<Integer> positions) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int position : positions) {
            out.writeBytes(log.get(position));
            out.write('\n');
        }
        return out.toByteArray();
    }

    private void prove(SignedNote note) {
        TreeSet<Integer> all = new TreeSet<>(shown);
        all.addAll(withheld);
        TreeProofs tree = new TreeProofs(TestLogKeys.tree(leaves));
        if (together) {
            List<String> lines = new ArrayList<>(List.of("affidavit/tree-proof@v1"));
            walk(0, size, all, lines);
            put("proofs/tree", String.join("\n", lines) + "\n");
        } else {
            for (int position : all) {
                put(
                        "proofs/" + position + ".tlog-proof",
                        new TlogProof(position, tree.inclusion(position, size), note).bytes());
            }
        }
    }

    private void walk(int start, int end, NavigableSet<Integer> positions, List<String> lines) {
        if (positions.subSet(start, end).isEmpty()) {
            byte[] root = TreeHash.root(leaves.subList(start, end));
            lines.add(Base64.getEncoder().encodeToString(root));
        } else if (end - start > 1) {
            int middle = start + Integer.highestOneBit(end - start - 1);
            walk(start, middle, positions, lines);
            walk(middle, end, positions, lines);
        }
    }

    private String manifest() {
        return ("{\"bundle\":\"019ab3c4-d5e6-7f00-8000-00000000000b\","
                        + "\"created\":\"2026-11-25T15:00:00.000000Z\",\"disclosed\":[%s],\"erased\":[],"
                        + "\"format\":\"evidence/v1\",\"gaps\":[],\"log\":\"%s\",\"open\":[%s],"
                        + "\"organization\":%s,\"purpose\":\"a test\",\"redacted\":\"others\","
                        + "\"requester\":{\"id\":\"operator\",\"kind\":\"service\",\"via\":\"admin\"},"
                        + "\"salts\":[%s],"
                        + "\"scope\":%s,\"tool\":\"affidavit/test\",\"withheld\":[%s]}")
                .formatted(
                        String.join(",", disclosed),
                        SampleLog.ORIGIN,
                        open,
                        organization,
                        String.join(",", salts),
                        scope,
                        withheld.isEmpty() ? "" : "\"sample.kept_back\"");
    }

    public SignedNote note(int of) {
        return KEYS.sign(checkpoint(of));
    }

    public Checkpoint checkpoint(int of) {
        return new Checkpoint(
                SampleLog.ORIGIN, of, Digest.of(TreeHash.root(leaves.subList(0, of))));
    }

    public byte[] consistency(int from, int to) {
        return new ConsistencyProof(
                        from, new TreeProofs(TestLogKeys.tree(leaves)).consistency(from, to))
                .bytes();
    }

    /// The sums of what is there now.
    public BundleMaker resum() {
        StringBuilder sums = new StringBuilder();
        files.forEach((name, bytes) -> {
            if (!name.startsWith("SHA256SUMS")) {
                sums.append(HEX.formatHex(Leaf.newDigest().digest(bytes)))
                        .append("  ")
                        .append(name)
                        .append('\n');
            }
        });
        return put("SHA256SUMS", sums.toString());
    }

    public BundleMaker resign(TestSigner signer) {
        return put("SHA256SUMS.p7s", signer.sign(files.get("SHA256SUMS")));
    }

    public BundleMaker put(String name, String text) {
        return put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public BundleMaker put(String name, byte[] bytes) {
        files.put(name, bytes);
        return this;
    }

    public BundleMaker remove(String name) {
        files.remove(name);
        return this;
    }

    public byte[] get(String name) {
        return files.get(name);
    }

    public String text(String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    public BundleMaker edit(String name, UnaryOperator<String> change) {
        return put(name, change.apply(text(name)));
    }

    public List<String> names() {
        return List.copyOf(files.keySet());
    }

    public Path write(Path folder) {
        return OnDisk.write(files, folder);
    }

    public Path zip(Path file) throws IOException {
        return OnDisk.zip(files, file);
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : '"' + text + '"';
    }
}
