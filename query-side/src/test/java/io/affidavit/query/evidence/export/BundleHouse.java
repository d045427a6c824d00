package io.affidavit.query.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.TestLog;
import io.affidavit.projections.testing.TestSealer;
import io.affidavit.projections.testing.TestVault;
import io.affidavit.query.ExportLog;
import io.affidavit.query.QueryHouse;
import io.affidavit.query.evidence.disclosure.Disclosure;
import io.affidavit.query.evidence.tree.CheckpointReader;
import io.affidavit.query.evidence.tree.TileReader;
import io.affidavit.schemas.bundle.BundleAnswer;
import io.affidavit.schemas.bundle.BundleExported;
import io.affidavit.schemas.bundle.BundleQuery.PrepareBundle;
import io.affidavit.schemas.bundle.BundleScope;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RecordActor;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.proof.SignedNote;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A reading side with an export key, whose log begins as a real one does.
final class BundleHouse implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-26T09:00:00.5Z");
    static final String PURPOSE = "complaint 4711";

    private final AtomicInteger ids = new AtomicInteger();
    final QueryHouse house;
    final TestSealer sealer;

    BundleHouse() {
        this(Map.of());
    }

    /// @param more settings
    BundleHouse(Map<String, Object> more) {
        house = new QueryHouse(more);
        sealer = new TestSealer(house.superuser(), 0, TestLog.ORIGIN);
        Tools.makeExportKey(house.directory().resolve("keys"));
        writeKek(TestVault.KEK);
        house.log()
                .append(
                        LogOpened.first(
                                TestLog.ORIGIN.value(),
                                sealer.ed25519().toString(),
                                sealer.mlDsa44().toString(),
                                sealer.ed25519().toString()));
    }

    /// The key under which the keys of parts are wrapped.
    void writeKek(byte[] kek) {
        try {
            Files.writeString(
                    house.directory().resolve("keys/kek"), HexFormat.of().formatHex(kek) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PrepareBundle request(BundleScope scope, String... withheld) {
        return request(PURPOSE, scope, withheld);
    }

    PrepareBundle request(String purpose, BundleScope scope, String... withheld) {
        return new PrepareBundle(
                "bdl_%016d".formatted(ids.incrementAndGet()),
                NOW,
                scope,
                purpose,
                new RecordActor("service", "operator", "admin"),
                List.of(withheld),
                List.of(),
                null,
                null,
                List.of(Part.Content.text("purpose", RetentionClass.AIACT_6M, purpose)));
    }

    /// The same question by somebody who holds a checkpoint.
    PrepareBundle knowing(SignedNote note, BundleScope scope) {
        return asked(scope, note.toString(), null, List.of());
    }

    /// The same question with or without time stamps.
    PrepareBundle stamped(boolean stamp, BundleScope scope) {
        return asked(scope, null, stamp, List.of());
    }

    /// The same question with texts.
    PrepareBundle disclosing(BundleScope scope, String... names) {
        return asked(scope, null, null, List.of(names));
    }

    private PrepareBundle asked(
            BundleScope scope,
            @Nullable String known,
            @Nullable Boolean stamp,
            List<String> disclose) {
        PrepareBundle plain = request(scope);
        return new PrepareBundle(
                plain.bundle(),
                plain.created(),
                scope,
                plain.purpose(),
                plain.requester(),
                plain.withheld(),
                disclose,
                known,
                stamp,
                plain.parts());
    }

    BundleAnswer prepare(PrepareBundle request) {
        try {
            return house.queries().query(request, BundleAnswer.class).get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// The bytes of a finished bundle.
    byte[] export(PrepareBundle request) {
        BundleAnswer answer = prepare(request);
        assertThat(answer.failure()).as(answer.detail()).isNull();
        assertThat(await(request.bundle())).isEqualTo("ready");
        HttpResponse<byte[]> file = house.octets("/evidence/bundles/" + request.bundle());
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("content-type")).contains("application/zip");
        return file.body();
    }

    /// What becomes of a bundle.
    String await(String id) {
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> !state(id).equals("preparing"));
        return state(id);
    }

    /// Why a bundle failed, in words.
    String detail(String id) {
        return house.get("/evidence/bundles/" + id).body().path("detail").asString();
    }

    /// Why a bundle failed.
    String failure(String id) {
        return house.get("/evidence/bundles/" + id).body().path("failure").asString();
    }

    private String state(String id) {
        return house.get("/evidence/bundles/" + id).body().path("state").asString();
    }

    /// Unpacks into a folder of its own.
    static Path unpack(byte[] zip) {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            Path folder = Files.createTempDirectory("bundle");
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, in.readAllBytes());
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Past the memory of requests that were carried out already.
    byte[] built(PrepareBundle request) throws IOException {
        Exporter exporter =
                new Exporter(
                        JdbcClient.create(house.superuser()),
                        house.bean(CheckpointReader.class),
                        house.bean(TileReader.class),
                        house.directory().resolve("keys"),
                        null,
                        house.bean(Disclosure.class));
        Path directory = Files.createTempDirectory("built");
        return Files.readAllBytes(
                exporter.build(exporter.find(request), directory, _ -> {}).file());
    }

    /// What was recorded of it.
    BundleExported exported(PrepareBundle request) {
        return house.bean(ExportLog.class).recorded().stream()
                .filter(export -> export.bundle().equals(request.bundle()))
                .findFirst()
                .orElseThrow()
                .exported();
    }

    Path root() {
        return house.directory().resolve("keys/root.pem");
    }

    @Override
    public void close() {
        house.close();
    }
}
