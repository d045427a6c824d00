package io.affidavit.replay.bundle;

import static io.affidavit.replay.bundle.Attacks.events;
import static io.affidavit.replay.bundle.Attacks.flip;
import static io.affidavit.replay.bundle.Attacks.foreign;
import static io.affidavit.replay.bundle.Attacks.form;
import static io.affidavit.replay.bundle.Attacks.lines;
import static io.affidavit.replay.bundle.Attacks.manifest;
import static io.affidavit.replay.bundle.Attacks.put;
import static io.affidavit.replay.bundle.Attacks.remove;
import static io.affidavit.replay.bundle.Attacks.row;
import static io.affidavit.replay.bundle.Attacks.seal;
import static io.affidavit.replay.bundle.Attacks.without;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.bundle.Attacks.Sums;
import io.affidavit.replay.verify.SampleLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The tamper matrix for bundles, records and texts: each row gives exactly its code.
class TamperedRecordsTest {

    private static final String CALL = SampleLog.callId(1);

    @TempDir private Path temporary;

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("rows")
    void exits(String what, Sums sums, int code, Consumer<BundleMaker> attack) throws Exception {
        BundleMaker bundle = BundleMaker.sample();
        attack.accept(bundle);
        seal(bundle, sums);

        Verified verified = verify(bundle);

        assertThat(verified.code()).as(verified.lines()).isEqualTo(code);
    }

    static Stream<Arguments> rows() {
        return Stream.of(rowsOfRecords(), rowsOfForm(), rowsOfManifests()).flatMap(rows -> rows);
    }

    private static Stream<Arguments> rowsOfRecords() {
        UnaryOperator<String> change = text -> text.replace("\"acme\"", "\"acmf\"");
        return Stream.of(
                row("a byte of a record", Sums.UNTOUCHED, 10, events(change)),
                row("a byte of a record", Sums.REMADE, 11, events(change)),
                row("a byte of a record", Sums.SIGNED_BY_ANOTHER, 12, events(change)),
                row("a byte of a record", Sums.SIGNED, 30, events(change)),
                row("a line deleted", Sums.SIGNED, 30, lines(lines -> lines.remove(3))),
                row("a line twice", Sums.SIGNED, 30, lines(lines -> lines.add(4, lines.get(3)))),
                row(
                        "two lines swapped",
                        Sums.SIGNED,
                        30,
                        lines(lines -> Collections.swap(lines, 2, 3))),
                row("a middle event without its proof", Sums.SIGNED, 33, without(10)),
                row("the last events without their proofs", Sums.SIGNED, 33, without(11, 12)),
                row(
                        "the whole call without its proofs",
                        Sums.SIGNED,
                        33,
                        without(8, 9, 10, 11, 12)),
                row(
                        "a foreign call's record",
                        Sums.SIGNED,
                        30,
                        lines(lines -> lines.add(1, foreign()))),
                row("the other call named", Sums.SIGNED, 31, manifest(CALL, SampleLog.callId(2))),
                row("text of a part", Sums.SIGNED, 50, put("parts/8/request.txt", "the requesT")),
                row("salt of a part", Sums.SIGNED, 50, put("parts/8/request.salt", "0".repeat(32))),
                row(
                        "text under another record",
                        Sums.SIGNED,
                        50,
                        bundle ->
                                bundle.put(
                                                "parts/12/request.txt",
                                                bundle.get("parts/8/request.txt"))
                                        .remove("parts/8/request.txt")),
                row(
                        "a text nobody speaks of",
                        Sums.SIGNED,
                        50,
                        put("parts/12/response.txt", "the response")),
                row("a byte of a blob", Sums.SIGNED, 51, flip("parts/12/response.blob", 20)),
                row("an optional blob", Sums.SIGNED, 0, remove("parts/12/response.blob")),
                row("a disclosed text", Sums.SIGNED, 60, remove("parts/8/request.txt")));
    }

    private static Stream<Arguments> rowsOfForm() {
        return Stream.of(
                row("byte order mark", Sums.SIGNED, 31, events(text -> "\ufeff" + text)),
                row("CRLF", Sums.SIGNED, 31, events(text -> text.replace("\n", "\r\n"))),
                row("no newline at the end", Sums.SIGNED, 2, events(String::strip)),
                row(
                        "a line without end",
                        Sums.SIGNED,
                        2,
                        events(text -> text + "x".repeat(70_000) + "\n")),
                row(
                        "a withheld line of another form",
                        Sums.SIGNED,
                        31,
                        bundle -> bundle.edit("withheld.jsonl", text -> "{}\n" + text)));
    }

    /// What the manifest says is what people read, and must be what was held against the records.
    private static Stream<Arguments> rowsOfManifests() {
        String other = SampleLog.callId(2);
        return Stream.of(
                row(
                        "another call named beside it",
                        Sums.SIGNED,
                        2,
                        manifest("\"id\":\"" + CALL, "\"id\":\"" + other)
                                .andThen(manifest("\"ids\":null", "\"ids\":[\"" + CALL + "\"]"))),
                row(
                        "a call of a period",
                        Sums.SIGNED,
                        2,
                        manifest("{\"from\":null", "{\"from\":\"2026-11-01T00:00:00.000000Z\"")),
                row(
                        "calls without any",
                        Sums.SIGNED,
                        2,
                        manifest("\"ids\":null,\"kind\":\"call\"", "\"ids\":[],\"kind\":\"calls\"")
                                .andThen(manifest("\"id\":\"" + CALL + "\"", "\"id\":null"))),
                row(
                        "a list that is none",
                        Sums.SIGNED,
                        2,
                        manifest("\"open\":[]", "\"open\":null")),
                row(
                        "an organization that is none",
                        Sums.SIGNED,
                        2,
                        manifest("\"organization\":\"acme\"", "\"organization\":[\"acme\"]")),
                row(
                        "a record kept back, and the manifest silent",
                        Sums.SIGNED,
                        60,
                        manifest("\"withheld\":[\"sample.kept_back\"]", "\"withheld\":[]")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedRecords")
    void exits31ForARecordTheLogHoldsInAnotherForm(String what, UnaryOperator<String> change)
            throws Exception {
        List<byte[]> log = new ArrayList<>(BundleMaker.records(SampleLog.withCalls(3)));
        String record = new String(log.get(12), StandardCharsets.ISO_8859_1);
        assertThat(change.apply(record)).isNotEqualTo(record);
        log.set(12, change.apply(record).getBytes(StandardCharsets.ISO_8859_1));
        BundleMaker bundle = new BundleMaker(log, 13).show(8, 9, 10, 11, 12).call(CALL);

        for (BundleMaker each : List.of(bundle.make(), bundle.remove("proofs/12.tlog-proof"))) {
            Verified verified = verify(each.make());
            assertThat(verified.code()).as(verified.lines()).isEqualTo(31);
        }
    }

    static Stream<Arguments> malformedRecords() {
        return Stream.of(
                form("a key twice", text -> text.replace("\"via\":", "\"via\":\"x\",\"via\":")),
                form("a number", text -> text.replaceFirst("\"seq\":\"4\"", "\"seq\":4")),
                form(
                        "keys out of order",
                        text ->
                                text.replace(
                                        "\"kind\":\"virtual_key\",\"via\":\"data\"",
                                        "\"via\":\"data\",\"kind\":\"virtual_key\"")),
                form(
                        "a lone surrogate",
                        text -> text.replace("\"via\":\"data\"", "\"via\":\"\\ud800\"")),
                form("a name in capitals", data("\"A\":null")),
                form("seventeen deep", data("\"a\":" + "[".repeat(15) + "]".repeat(15))),
                form("a month that is none", text -> text.replace(":\"2026-11-", ":\"2026-13-")),
                form("a key of no subject", text -> text.replaceFirst("(\"k\":\"[^:]+):", "$1")),
                form("an unknown retention", text -> text.replace("aiact-6m\"", "aiact-7m\"")),
                form("a sequence beyond 2^63", sequence("9223372036854775808")),
                form("a blank", text -> text.replace("\"by\":", "\"by\": ")),
                form(
                        "an unknown member",
                        text ->
                                text.replace(
                                        "\"type\":\"call.", "\"spare\":\"x\",\"type\":\"call.")));
    }

    private static UnaryOperator<String> data(String members) {
        return text ->
                text.replaceFirst("\"data\":\\{.+?,\"id\":", "\"data\":{" + members + "},\"id\":");
    }

    private static UnaryOperator<String> sequence(String seq) {
        return text -> text.replaceFirst("\"seq\":\"4\"", "\"seq\":\"" + seq + "\"");
    }

    @Test
    void exits2ForAPeriodThatIsNotSpelledAsRecordsAre() throws Exception {
        String to = "2027-01-01T00:00:00.000000Z";
        for (String from :
                new String[] {"2026-11-25T00:00:00.000000+14:00", "2026-11-25", to, "9"}) {
            BundleMaker bundle = new BundleMaker(BundleMaker.records(SampleLog.withCalls(3)), 18);
            bundle.show(1, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17);

            Verified verified = verify(bundle.scope("organization", "acme", null, from, to).make());

            assertThat(verified.code()).as(verified.lines()).isEqualTo(2);
        }
    }

    @Test
    void exits33ForARecordMissingFromAPeriod() throws Exception {
        for (int missing : new int[] {1, 9, 13}) {
            BundleMaker bundle = new BundleMaker(BundleMaker.records(SampleLog.withCalls(5)), 28);
            for (int position = 8; position <= 17; position++) {
                if (position != missing) {
                    bundle.show(position);
                }
            }
            if (missing != 1) {
                bundle.show(1);
            }
            bundle.scope(
                    "organization",
                    "acme",
                    null,
                    "2026-11-25T14:00:00.123500Z",
                    "2027-01-01T00:00:00.000000Z");

            Verified verified = verify(bundle.make());

            assertThat(verified.code()).as(verified.lines()).isEqualTo(33);
        }
    }

    private Verified verify(BundleMaker bundle) throws IOException {
        return Verified.of(bundle.zip(temporary.resolve("b.zip")), Verified.trust());
    }
}
