package io.affidavit.query.evidence.export;

import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.call;
import static io.affidavit.projections.testing.Stories.completed;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.projections.testing.TestSealer;
import io.affidavit.schemas.bundle.BundleAnswer;
import io.affidavit.schemas.bundle.BundleKind;
import io.affidavit.schemas.bundle.BundleScope;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.evidence.LostTail;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A house whose first log lost its end, so that another one goes on behind it.
class SecondLogTest {

    private static final LogOrigin NEXT = LogOrigin.of("test.example", "fedcba9876543210", 2026);
    private static final CallId BEFORE = call(1);
    private static final CallId ACROSS = call(2);
    private static final CallId AFTER = call(3);

    private static BundleHouse bundles;

    /// Log 0: its opening, a whole call, one that is open, another tenant's. Log 1: its opening,
    /// the end of the open call, a whole call.
    @BeforeAll
    static void open() {
        Tools.require("openssl", "python3", "sha256sum");
        bundles = new BundleHouse();
        bundles.house.append(
                admitted(BEFORE),
                completed(BEFORE, CallOutcome.COMPLETED, 10),
                admitted(ACROSS),
                admitted(call(9), 2, "fast", Stories.AT));
        bundles.sealer.seal(5);
        Digest root = Digest.of(bundles.house.log().root());
        bundles.house.log().openNext(NEXT);
        TestSealer sealer = new TestSealer(bundles.house.superuser(), 1, NEXT);
        bundles.house.append(
                new LogOpened(
                        NEXT.value(),
                        sealer.ed25519().toString(),
                        sealer.mlDsa44().toString(),
                        sealer.ed25519().toString(),
                        TestLog.ORIGIN.value(),
                        List.of(new LostTail(0, TestLog.ORIGIN.value(), 7, Digest.ZERO, 5, root)),
                        List.of()),
                completed(ACROSS, CallOutcome.COMPLETED, 10),
                admitted(AFTER),
                completed(AFTER, CallOutcome.COMPLETED, 10));
        sealer.seal(4);
        // Axon's store of tests counts on; the log's own tokens begin the second log at its place.
        bundles.house
                .superuser()
                .update(
                        "update read.call set position = ? where call_id = ?",
                        new LogPlace(1, 2).packed(),
                        AFTER.value());
    }

    @AfterAll
    static void close() {
        bundles.close();
    }

    @Test
    void verifiesACallThatEndsInTheLogBehind() {
        JsonNode history = bundles.house.get("/audit/calls/" + ACROSS).body();

        assertThat(history.path("chain").path("verified").asBoolean())
                .as(history.toString())
                .isTrue();
        JsonNode first = history.path("events").path(0);
        JsonNode last = history.path("events").path(1);
        assertThat(first.path("position").asLong()).isEqualTo(3);
        assertThat(first.path("log").isMissingNode()).isTrue();
        assertThat(last.path("position").asLong()).isEqualTo(1);
        assertThat(last.path("log").asInt()).isEqualTo(1);
    }

    @Test
    void tellsInWhichLogAHistoryIsBroken() {
        String flip =
                "update evidence.record set rec = set_byte(rec, 40, get_byte(rec, 40) # 1)"
                        + " where log = 1 and pos = 2";
        bundles.house.superuser().execute("alter table evidence.record disable trigger user");
        bundles.house.superuser().execute(flip);
        JsonNode broken = bundles.house.get("/audit/calls/" + AFTER).body().path("chain");
        JsonNode sound = bundles.house.get("/audit/calls/" + BEFORE).body().path("chain");
        bundles.house.superuser().execute(flip);

        assertThat(broken.path("verified").asBoolean()).isFalse();
        assertThat(broken.path("firstBad").asLong()).isEqualTo(2);
        assertThat(broken.path("log").asInt()).isEqualTo(1);
        assertThat(sound.path("verified").asBoolean()).isTrue();
    }

    @Test
    void listsAllLogsOneAfterTheOther() {
        assertThat(places("limit=9"))
                .containsExactly("0/0", "0/1", "0/2", "0/3", "0/4", "1/0", "1/1", "1/2", "1/3");
        JsonNode page = bundles.house.get("/audit/events?limit=4&fromPosition=2").body();
        assertThat(places(page)).containsExactly("0/2", "0/3", "0/4", "1/0");
        assertThat(places("cursor=" + page.path("nextCursor").asString()))
                .containsExactly("1/1", "1/2", "1/3");
        assertThat(places("log=1&fromPosition=2")).containsExactly("1/2", "1/3");
        assertThat(places("type=call.admitted")).containsExactly("0/1", "0/3", "0/4", "1/2");
        assertThat(places("type=log.opened")).containsExactly("0/0", "1/0");
        assertThat(places("orgId=org-1")).containsExactly("0/1", "0/2", "0/3", "1/1", "1/2", "1/3");
        assertThat(places("keyId=" + Stories.key(1))).containsExactly("0/1", "0/3", "1/2");
        assertThat(bundles.house.get("/audit/events?log=8192").status()).isEqualTo(400);
    }

    /// The log of tests appends a record each millisecond after its first moment.
    @Test
    void findsASpanOverBothLogs() {
        assertThat(places("from=" + at(5) + "&to=" + at(8))).containsExactly("0/4", "1/0", "1/1");
        assertThat(places("from=" + at(7))).containsExactly("1/1", "1/2", "1/3");
        assertThat(places("to=" + at(6))).containsExactly("0/0", "0/1", "0/2", "0/3", "0/4");
    }

    @Test
    void servesTheProofsOfBothLogs() {
        assertThat(text("/evidence/checkpoint")).startsWith(NEXT + "\n4\n");
        assertThat(text("/evidence/checkpoint?log=0")).startsWith(TestLog.ORIGIN + "\n5\n");
        assertThat(text("/evidence/proof/inclusion?pos=3&log=0"))
                .contains("index 3\n", TestLog.ORIGIN + "\n5\n");
        assertThat(text("/evidence/proof/consistency?from=5&log=0")).startsWith("old 5\n");
        assertThat(bundles.house.octets("/evidence/tile/0/000.p/5?log=0").statusCode())
                .isEqualTo(200);
        assertThat(bundles.house.octets("/evidence/tile/0/000.p/5").statusCode()).isEqualTo(404);
        assertThat(bundles.house.octets("/evidence/tile/entries/000.p/5?log=0").statusCode())
                .isEqualTo(200);
        assertThat(bundles.house.octets("/evidence/checkpoint?log=2").statusCode()).isEqualTo(404);
        assertThat(bundles.house.get("/audit/log").body().path("origin").asString())
                .isEqualTo(NEXT.value());
    }

    @Test
    void exportsFromTheLogThatHasAll() {
        assertThat(origin(BundleScope.of(BundleKind.CALL, BEFORE.toString())))
                .isEqualTo(TestLog.ORIGIN.value());
        assertThat(origin(BundleScope.of(BundleKind.CALL, AFTER.toString())))
                .isEqualTo(NEXT.value());
        assertThat(origin(BundleScope.organization("org-1", at(2), at(4))))
                .isEqualTo(TestLog.ORIGIN.value());
        assertThat(origin(BundleScope.organization("org-1", at(6), at(60))))
                .isEqualTo(NEXT.value());
    }

    @Test
    void refusesWhatOneLogCannotProve() {
        BundleAnswer across = prepare(BundleScope.of(BundleKind.CALL, ACROSS.toString()));
        assertThat(across.failure()).isEqualTo(FailureCode.INVALID_VALUE);
        assertThat(across.detail()).contains(TestLog.ORIGIN + ", " + NEXT);
        BundleAnswer period = prepare(BundleScope.organization("org-1", at(2), at(60)));
        assertThat(period.failure()).isEqualTo(FailureCode.INVALID_VALUE);
        BundleAnswer lost = prepare(BundleScope.organization("org-1", at(2), at(6)));
        assertThat(lost.failure()).isEqualTo(FailureCode.INVALID_VALUE);
        assertThat(lost.detail()).contains("no later than " + at(5));
        Instant behind = at(5).plusNanos(1_000);
        for (Instant to : List.of(at(60), behind.plusNanos(1_000))) {
            BundleAnswer gap = prepare(BundleScope.organization("org-1", behind, to));
            assertThat(gap.failure()).isEqualTo(FailureCode.INVALID_VALUE);
            assertThat(gap.detail()).contains("no earlier than " + at(6));
        }
    }

    private static Instant at(long millis) {
        return Stories.AT.plusMillis(millis);
    }

    private static BundleAnswer prepare(BundleScope scope) {
        return bundles.prepare(bundles.request(scope));
    }

    /// The log that a bundle is from, after it was verified by tools that know nothing of us.
    private static String origin(BundleScope scope) {
        Path folder = BundleHouse.unpack(bundles.export(bundles.request(scope)));
        Tools.Outcome script = Tools.run(folder, "python3", "-B", "verify.py");
        assertThat(script.status()).as(script.output()).isEqualTo(3);
        return Unpacked.read(folder, "log/checkpoint").lines().findFirst().orElseThrow();
    }

    private static String text(String path) {
        return new String(bundles.house.octets(path).body(), StandardCharsets.UTF_8);
    }

    private static List<String> places(String query) {
        return places(bundles.house.get("/audit/events?" + query).body());
    }

    private static List<String> places(JsonNode page) {
        return page.path("data")
                .valueStream()
                .map(event -> event.path("log").asInt(0) + "/" + event.path("position").asLong())
                .toList();
    }
}
