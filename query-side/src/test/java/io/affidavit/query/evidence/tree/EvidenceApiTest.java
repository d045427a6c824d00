package io.affidavit.query.evidence.tree;

import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.projections.testing.TestSealer;
import io.affidavit.query.QueryHouse;
import io.affidavit.query.evidence.tree.TlogClient.Tree;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.value.DomainEvent;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceApiTest {

    private static final List<Long> SIZES = List.of(1L, 2L, 255L, 256L, 257L, 300L, 512L, 600L);
    private static final long NEWEST = 600;

    private static final Map<Long, SignedNote> notes = new HashMap<>();
    private static QueryHouse house;
    private static TestSealer sealer;
    private static TlogClient client;

    @BeforeAll
    static void open() {
        house = new QueryHouse();
        sealer = new TestSealer(house.superuser(), 0, TestLog.ORIGIN);
        client = new TlogClient(house);
        assertThat(house.octets("/evidence/checkpoint").statusCode()).isEqualTo(404);
        house.log()
                .append(
                        IntStream.range(0, 610)
                                .mapToObj(i -> admitted(call(i), i % 3, "fast", Stories.AT))
                                .toArray(DomainEvent[]::new));
        SIZES.forEach(size -> notes.put(size, sealer.seal(size)));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void servesTheNewestCheckpointAsItWasSigned() {
        HttpResponse<byte[]> answer = house.octets("/evidence/checkpoint");
        assertThat(answer.body()).isEqualTo(note(NEWEST).bytes());
        assertThat(header(answer, "content-type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(header(answer, "cache-control")).isEqualTo("no-cache, public");
        HttpResponse<byte[]> again =
                house.octets("/evidence/checkpoint", "If-None-Match", header(answer, "etag"));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void letsAClientRecomputeEverySignedRootFromTilesAlone() {
        for (long size : SIZES) {
            assertThat(client.rootFromTiles(size))
                    .as("size %d", size)
                    .isEqualTo(TlogClient.tree(note(size).toString()).root());
        }
        assertThat(client.checkpoint().size()).isEqualTo(NEWEST);
    }

    @Test
    void showsTheRecordsThatWereHashed() {
        List<byte[]> entries = client.entries(NEWEST, "");
        assertThat(entries).hasSize((int) NEWEST);
        assertThat(TlogClient.rootOf(entries.stream().map(TlogClient::leaf).toList()))
                .isEqualTo(client.checkpoint().root());
    }

    @Test
    void provesThatARecordIsInATree() {
        List<byte[]> hashes = client.hashes(0, NEWEST);
        for (long size : SIZES) {
            for (long position : List.of(0L, size / 2, size - 1)) {
                String path = "/evidence/proof/inclusion?pos=" + position + "&size=" + size;
                String proof = client.text(path);
                assertThat(proof).endsWith("\n\n" + note(size));
                byte[] leaf = hashes.get((int) position);
                assertThat(TlogClient.isIncluded(leaf, proof)).as(path).isTrue();
                byte[] other = hashes.get((int) (NEWEST - 1 - position));
                assertThat(TlogClient.isIncluded(other, proof))
                        .as(path)
                        .isEqualTo(Arrays.equals(leaf, other));
            }
        }
        String newest = client.text("/evidence/proof/inclusion?pos=7");
        assertThat(TlogClient.isIncluded(hashes.get(7), newest)).isTrue();
        assertThat(newest).endsWith("\n\n" + note(NEWEST));
    }

    @Test
    void provesThatATreeBeginsAnother() {
        for (long to : SIZES) {
            for (long from : SIZES.stream().filter(size -> size <= to).toList()) {
                String proof =
                        client.text("/evidence/proof/consistency?from=" + from + "&to=" + to);
                Tree earlier = TlogClient.tree(note(from).toString());
                Tree later = TlogClient.tree(note(to).toString());
                assertThat(TlogClient.isBeginning(earlier, later, proof))
                        .as("%d to %d", from, to)
                        .isTrue();
                assertThat(TlogClient.isBeginning(later, earlier, proof)).isEqualTo(from == to);
            }
        }
        assertThat(client.text("/evidence/proof/consistency?from=600")).isEqualTo("old 600\n");
    }

    @Test
    void withholdsOtherOrganizationsRecords() {
        List<byte[]> entries = client.entries(NEWEST, "?orgId=org-1");
        assertThat(entries).hasSize((int) NEWEST);
        for (int i = 0; i < entries.size(); i++) {
            String entry = new String(entries.get(i), StandardCharsets.UTF_8);
            if (i % 3 == 1) {
                assertThat(entry).contains("\"org\":{\"id\":\"org-1\"");
            } else {
                assertThat(entry).isEmpty();
            }
        }
        assertThat(client.entries(NEWEST, "?orgId=nobody")).allMatch(entry -> entry.length == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/002.p/98", // records that no checkpoint covers yet
                "tile/0/002.p/43", // below the newest checkpoint, where no tree ever ended
                "tile/entries/002.p/43",
                "tile/0/002",
                "tile/0/003",
                "tile/1/000",
                "tile/1/000.p/3",
                "tile/2/000.p/1",
                "tile/7/000",
                "tile/8/000",
                "tile/63/000",
                "tile/0/x281/474/976/710",
                "tile/0/x999/x999/x999/x999/x999/999",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/0",
                "tile/0/x000/000",
                "tile/00/000",
                "tile/-1/000",
                "tile/0/",
                "tile/entries/",
                "tile/entries/nowhere",
                "proof/inclusion?pos=600",
                "proof/inclusion?pos=256&size=256",
                "proof/inclusion?pos=1&size=299",
                "proof/inclusion?pos=1&size=601",
                "proof/consistency?from=299&to=600",
                "proof/consistency?from=300&to=599"
            })
    void showsNothingThatWasNeverSigned(String path) {
        assertThat(house.octets("/evidence/" + path).statusCode()).as(path).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "checkpoint?size=600",
                "tile/0/000?orgId=org-1",
                "proof/inclusion",
                "proof/inclusion?pos=-1",
                "proof/inclusion?pos=0&size=0",
                "proof/inclusion?pos=9223372036854775808",
                "proof/consistency",
                "proof/consistency?from=0",
                "proof/consistency?from=600&to=300"
            })
    void refusesWhatIsNoQuestion(String path) {
        assertThat(house.octets("/evidence/" + path).statusCode()).as(path).isEqualTo(400);
    }

    @Test
    void tellsWhatMayBeSealedAMomentLaterFromWhatNeverWas() {
        HttpResponse<byte[]> soon = house.octets("/evidence/proof/inclusion?pos=600");
        assertThat(new String(soon.body(), StandardCharsets.UTF_8))
                .contains("under no checkpoint yet (the newest has 600 records)");
        assertThat(soon.headers().firstValue("retry-after")).contains("1");
        assertThat(soon.headers().firstValue("cache-control")).contains("no-store");

        HttpResponse<byte[]> never = house.octets("/evidence/proof/inclusion?pos=256&size=256");
        assertThat(new String(never.body(), StandardCharsets.UTF_8))
                .contains("record in that tree: not found");
        assertThat(never.headers().firstValue("retry-after")).isEmpty();
    }

    @Test
    void tellsCachesWhatLasts() {
        for (String path :
                List.of(
                        "tile/0/000?log=0",
                        "tile/0/002.p/88?log=0",
                        "proof/inclusion?pos=1&size=600&log=0",
                        "proof/consistency?from=256&to=600&log=0")) {
            HttpResponse<byte[]> answer = house.octets("/evidence/" + path);
            assertThat(header(answer, "cache-control"))
                    .as(path)
                    .isEqualTo("max-age=31536000, public, immutable");
            assertThat(header(answer, "etag")).matches("\"[0-9a-f]{32}\"");
        }
        assertThat(header(house.octets("/evidence/tile/entries/000?log=0"), "cache-control"))
                .isEqualTo("max-age=31536000, private, immutable");
        for (String path : List.of("tile/0/000", "proof/inclusion?pos=1", "checkpoint")) {
            assertThat(header(house.octets("/evidence/" + path), "cache-control"))
                    .as(path)
                    .isEqualTo("no-cache, public");
        }
    }

    @Test
    void isClosedToStrangers() {
        for (String path :
                List.of(
                        "checkpoint",
                        "tile/0/000",
                        "tile/entries/000",
                        "proof/inclusion?pos=1",
                        "proof/consistency?from=1")) {
            assertThat(house.get("/evidence/" + path, "Bearer wrong", "*/*").status())
                    .as(path)
                    .isEqualTo(401);
        }
    }

    private static SignedNote note(long size) {
        SignedNote note = notes.get(size);
        assertThat(note).isNotNull();
        return note;
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
