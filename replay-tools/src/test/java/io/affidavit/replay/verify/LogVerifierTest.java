package io.affidavit.replay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.verify.SampleLog.Row;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LogVerifierTest {

    private final List<Failure> found = new ArrayList<>();
    private Failures failures = new Failures(found::add);

    @Test
    void acceptsASoundLogAndDerivesItsHead() {
        SampleLog log = SampleLog.withCalls(7);

        VerifiedLog verified = verify(log.rows());

        assertThat(found).isEmpty();
        assertThat(failures.exitCode()).isZero();
        assertThat(verified.origin()).isEqualTo(SampleLog.ORIGIN.value());
        assertThat(verified.size()).isEqualTo(38);
        assertThat(verified.root()).isEqualTo(log.frontier().root());
        assertThat(verified.last()).isEqualTo(log.previous());
        assertThat(verified.parts()).isEqualTo(14);
        assertThat(verified.openCalls()).isZero();
        assertThat(verified.organizations()).containsOnlyKeys("acme", "umbra");
        assertThat(verified.organizations().get("acme").sequence())
                .isEqualTo(log.organizations().get("acme").sequence());
        assertThat(verified.organizations().get("acme").leaf())
                .isEqualTo(log.organizations().get("acme").leaf());
    }

    @Test
    void acceptsAnEmptyLog() {
        VerifiedLog verified = verify(List.of());

        assertThat(found).isEmpty();
        assertThat(verified.root()).isEqualTo(Leaf.emptyRoot());
    }

    @Test
    void countsCallsThatAreStillOpen() {
        SampleLog log = SampleLog.withCalls(3);

        VerifiedLog verified = verify(log.rows().subList(0, 16));

        assertThat(found).isEmpty();
        assertThat(verified.openCalls()).isEqualTo(1);
    }

    @Test
    void findsEveryFlippedBitOfARecord() {
        SampleLog log = SampleLog.withCalls(2);
        Row row = log.rows().get(5);
        for (int bit = 0; bit < 8 * row.bytes().length; bit++) {
            byte[] flipped = row.bytes().clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            List<Row> rows = new ArrayList<>(log.rows());
            rows.set(5, with(row, flipped, row.leaf()));
            verify(rows);
            assertThat(found)
                    .as("bit %d", bit)
                    .first()
                    .returns(Check.INCLUSION, Failure::check)
                    .returns("record 5 column leaf", Failure::object);
        }
    }

    @Test
    void findsARecordThatWasChangedTogetherWithItsLeaf() {
        SampleLog log = SampleLog.withCalls(2);
        Row row = log.rows().get(5);
        byte[] bytes =
                new String(row.bytes(), StandardCharsets.UTF_8)
                        .replace("\"ordered\"", "\"weighed\"")
                        .getBytes(StandardCharsets.UTF_8);
        List<Row> rows = new ArrayList<>(log.rows());
        rows.set(5, with(row, bytes, Leaf.leaf(bytes)));

        verify(rows);

        assertThat(found.getFirst().line())
                .isEqualTo(
                        "FAIL 32 7 record 6 prev: %s expected %s (leaf of record 5)"
                                .formatted(hex(row.leaf()), hex(Leaf.leaf(bytes))));
        assertThat(found.get(1).object()).isEqualTo("record 6 org.prev");
        assertThat(failures.exitCode()).isEqualTo(32);
    }

    @Test
    void namesMissingRecordsOnceAndGoesOn() {
        SampleLog log = SampleLog.withCalls(3);
        List<Row> rows = new ArrayList<>(log.rows());
        rows.subList(4, 6).clear();

        VerifiedLog verified = verify(rows);

        assertThat(found.stream().map(Failure::line))
                .startsWith("FAIL 33 7 records 4 to 5: absent expected present")
                .contains(
                        "FAIL 33 7 record 6 agg.seq of call %s: 3 expected 1"
                                .formatted(SampleLog.callId(0)));
        assertThat(found).noneMatch(failure -> failure.object().equals("record 6 prev"));
        assertThat(verified.whole()).isFalse();
        assertThat(failures.exitCode()).isEqualTo(33);
    }

    @Test
    void namesAMissingTail() {
        SampleLog log = SampleLog.withCalls(1);
        LogVerifier verifier = new LogVerifier(failures);
        log.rows().stream().limit(6).map(Row::stored).forEach(verifier::accept);

        VerifiedLog verified = verifier.finish(8);

        assertThat(found.getFirst().line())
                .isEqualTo("FAIL 33 7 records 6 to 7: absent expected present");
        assertThat(verified.last()).isNull();
    }

    @Test
    void namesARecordThatComesTwice() {
        SampleLog log = SampleLog.withCalls(1);
        List<Row> rows = new ArrayList<>(log.rows());
        rows.add(5, rows.get(3));

        verify(rows);

        assertThat(found.getFirst().line())
                .isEqualTo(
                        "FAIL 30 6 record 3: after record 4 expected each position once, ascending");
    }

    @Test
    void findsWrongColumns() {
        SampleLog log = SampleLog.withCalls(1);
        Row row = log.rows().get(4);
        List<Row> rows = new ArrayList<>(log.rows());
        rows.set(
                4,
                new Row(
                        4,
                        row.bytes(),
                        row.leaf(),
                        "call.completed",
                        new UUID(1, 2),
                        7,
                        null,
                        row.parts()));

        verify(rows);

        assertThat(found.stream().map(Failure::object))
                .containsExactly(
                        "record 4 column type",
                        "record 4 column agg",
                        "record 4 column agg_seq",
                        "record 4 column org");
        assertThat(failures.exitCode()).isEqualTo(31);
    }

    @Test
    void isNeverFooledByBytesOfAnyKind() {
        SampleLog log = SampleLog.withCalls(2);
        Seeds.check(
                2_000,
                random -> {
                    int position = random.nextInt(log.rows().size());
                    Row row = log.rows().get(position);
                    byte[] bytes = row.bytes().clone();
                    int from = random.nextInt(bytes.length);
                    byte[] junk = Seeds.bytes(random, random.nextInt(1, 20));
                    System.arraycopy(
                            junk, 0, bytes, from, Math.min(junk.length, bytes.length - from));
                    byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1);
                    List<Row> rows = new ArrayList<>(log.rows());
                    rows.set(position, with(row, cut, row.leaf()));
                    verify(rows);
                    assertThat(found).isNotEmpty();
                });
    }

    private VerifiedLog verify(List<Row> rows) {
        found.clear();
        failures = new Failures(found::add);
        LogVerifier verifier = new LogVerifier(failures);
        rows.stream().map(Row::stored).forEach(verifier::accept);
        return verifier.finish(0);
    }

    private static Row with(Row row, byte[] bytes, byte[] leaf) {
        return new Row(
                row.position(),
                bytes,
                leaf,
                row.type(),
                row.aggregate(),
                row.sequence(),
                row.organization(),
                row.parts());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
