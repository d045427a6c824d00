package io.affidavit.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.bundle.Attacks.Sums;
import io.affidavit.replay.bundle.OtherTools.Said;
import io.affidavit.replay.verify.SampleLog;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The script that comes with a bundle says what our verifier says.
class ScriptAgreesTest {

    static final Path SCRIPT =
            Path.of("../query-side/src/main/resources/bundle/verify.py").toAbsolutePath();

    @TempDir private Path temporary;
    private int count;

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("attacks")
    void refuses(String what, Sums sums, int code, Consumer<BundleMaker> attack) throws Exception {
        BundleMaker bundle = BundleMaker.sample();
        attack.accept(bundle);
        Attacks.seal(bundle, sums);

        assertBoth(bundle, code);
    }

    static Stream<Arguments> attacks() {
        String leaf =
                HexFormat.of()
                        .formatHex(Leaf.leaf(BundleMaker.records(SampleLog.withCalls(3)).get(1)));
        return Stream.of(
                Attacks.row("nothing", Sums.SIGNED, 0, _ -> {}),
                Attacks.row(
                        "a forged record that carries the leaf of the true one",
                        Sums.SIGNED,
                        30,
                        ScriptAgreesTest::forge),
                Attacks.row(
                        "a withheld record with a type",
                        Sums.SIGNED,
                        31,
                        bundle ->
                                bundle.edit(
                                        "withheld.jsonl",
                                        text ->
                                                ("{\"leaf\":\"%s\",\"pos\":\"1\",\"reason\":\"requested\","
                                                                        + "\"type\":\"x\"}\n")
                                                                .formatted(leaf)
                                                        + text)),
                Attacks.row(
                        "an unknown scope",
                        Sums.SIGNED,
                        2,
                        Attacks.manifest("\"kind\":\"call\"", "\"kind\":\"team\"")),
                Attacks.row(
                        "the other call named",
                        Sums.SIGNED,
                        31,
                        Attacks.manifest(SampleLog.callId(1), SampleLog.callId(2))),
                Attacks.row("a middle event left out", Sums.SIGNED, 33, Attacks.without(10)));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("parts")
    void holdsTextsAgainstTheirCommitments(
            String what, Sums sums, int code, Consumer<BundleMaker> attack) throws Exception {
        refuses(what, sums, code, attack);
    }

    static Stream<Arguments> parts() {
        return Stream.of(
                part("a text", 50, Attacks.flip("parts/8/request.txt", 3)),
                part("its salt", 50, Attacks.flip("parts/8/request.salt", 3)),
                part("a salt cut short", 2, Attacks.put("parts/8/request.salt", "short")),
                part("a long salt alone", 2, Attacks.put("parts/12/response.salt", "0".repeat(33))),
                part("no text", 60, Attacks.remove("parts/8/request.txt")),
                part("no salt", 60, Attacks.remove("parts/8/request.salt")),
                part("no salt alone", 60, Attacks.remove("parts/12/response.salt")),
                part("a text beside a salt alone", 50, Attacks.put("parts/12/response.txt", "x")),
                part("a file that nobody names", 50, Attacks.put("parts/9/request.txt", "x")),
                part("a ciphertext", 51, Attacks.flip("parts/12/response.blob", 20)),
                part(
                        "a part that no record has",
                        60,
                        Attacks.manifest(
                                "\"salts\":[", "\"salts\":[{\"name\":\"reason\",\"pos\":\"12\"},")),
                part(
                        "a part twice",
                        2,
                        Attacks.manifest(
                                "\"disclosed\":[",
                                "\"disclosed\":[{\"name\":\"request\",\"pos\":\"8\"},")),
                part(
                        "a part in both lists",
                        2,
                        Attacks.manifest(
                                "\"salts\":[", "\"salts\":[{\"name\":\"request\",\"pos\":\"8\"},")),
                part(
                        "a salt that the manifest is silent about",
                        50,
                        Attacks.manifest(
                                ",\"salts\":[{\"name\":\"response\",\"pos\":\"12\"}]", "")),
                part(
                        "no parts, as of old",
                        0,
                        bundle ->
                                Attacks.manifest(
                                                ",\"salts\":[{\"name\":\"response\",\"pos\":\"12\"}]",
                                                "")
                                        .andThen(Attacks.remove("parts/12/response.salt"))
                                        .accept(bundle)));
    }

    private static Arguments part(String what, int code, Consumer<BundleMaker> attack) {
        return Attacks.row(what, Sums.SIGNED, code, attack);
    }

    private static void forge(BundleMaker bundle) {
        byte[] genuine = BundleMaker.records(SampleLog.withCalls(3)).get(12);
        String record = new String(genuine, StandardCharsets.UTF_8);
        String forged =
                record.replace(
                        ",\"log\":",
                        ",\"leaf\":\"%s\",\"log\":"
                                .formatted(HexFormat.of().formatHex(Leaf.leaf(genuine))));
        assertThat(forged).isNotEqualTo(record);
        bundle.edit("events.jsonl", text -> text.replace(record, forged));
    }

    /// Of the house's stories a period has what its calls rest on, such as a deployment's changes
    /// without its rests.
    @Test
    void aPeriodOwesNoStoryOfTheHouse() throws Exception {
        SampleLog log = SampleLog.withCalls(2);
        for (String type : new String[] {"registered", "cooled_down", "recovered", "drained"}) {
            log.append("deployment." + type, "deployment", "dep_0000000000000001", null);
        }
        log.call(SampleLog.callId(4), "acme");
        BundleMaker bundle = new BundleMaker(BundleMaker.records(log), (int) log.size());
        bundle.show(0, 1, 8, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20, 21);

        assertBoth(period(bundle), 0);
    }

    @Test
    void aStoryOfTheOrganizationIsWholeInItsPeriod() throws Exception {
        SampleLog log = SampleLog.withCalls(2);
        log.append("virtual_key.issued", "virtual_key", "key000000001", "acme");
        log.append("virtual_key.blocked", "virtual_key", "key000000001", "acme");
        log.append("virtual_key.unblocked", "virtual_key", "key000000001", "acme");
        BundleMaker bundle = new BundleMaker(BundleMaker.records(log), (int) log.size());
        bundle.show(0, 1, 8, 9, 10, 11, 12, 13, 15);

        assertBoth(period(bundle), 33);
        assertBoth(bundle.withhold(14).make(), 0);
    }

    /// The period shows nothing of the organization's first records, which are there all the same.
    @Test
    void aPeriodMayBeginWithWhatIsKeptBack() throws Exception {
        BundleMaker bundle = new BundleMaker(BundleMaker.records(SampleLog.withCalls(3)), 18);
        IntStream.rangeClosed(9, 17).forEach(bundle::show);

        assertBoth(period(bundle.show(0).withhold(8)), 33);
        assertBoth(bundle.withhold(1).make(), 0);
    }

    /// The bundle says so itself, and an auditor who asks again later may get the end.
    @Test
    void anOpenCallIsNotTheWhole() throws Exception {
        BundleMaker bundle =
                new BundleMaker(BundleMaker.records(SampleLog.withCalls(3)), 12)
                        .show(8, 9, 10, 11)
                        .call(SampleLog.callId(1));

        assertBoth(bundle.make(), 33);
        assertBoth(bundle.open(SampleLog.callId(1)).make(), 4);
    }

    /// A leaf from elsewhere explains nothing, however many there are.
    @Test
    void aLeafExplainsWhatMayStandInItsPlace() throws Exception {
        BundleMaker bundle =
                new BundleMaker(BundleMaker.records(SampleLog.withCalls(3)), 18)
                        .show(0, 8, 9, 10, 11, 13, 14, 15, 16);
        String ids = "[\"" + SampleLog.callId(1) + "\",\"" + SampleLog.callId(2) + "\"]";
        bundle.scope("calls", null, ids, null, null);

        assertBoth(bundle.withhold(2, 17).make(), 33);
        assertBoth(bundle.withhold(12).make(), 0);
    }

    /// Where the end of a call that was abandoned is kept back, what came later may be shown.
    @Test
    void aLateEndMayStandBehindOneKeptBack() throws Exception {
        SampleLog log = SampleLog.withCalls(1);
        String call = SampleLog.callId(4);
        for (String type : new String[] {"admitted", "abandoned", "concluded_late"}) {
            log.append("call." + type, "call", call, "acme");
        }
        BundleMaker bundle = new BundleMaker(BundleMaker.records(log), (int) log.size());

        assertBoth(bundle.call(call).show(8, 10).make(), 33);
        assertBoth(bundle.withhold(9).make(), 0);
    }

    @Test
    void aLinkToAFolderIsNoFolder() throws Exception {
        Path folder = BundleMaker.sample().write(temporary.resolve("linked"));
        Files.createSymbolicLink(folder.resolve("more"), temporary);

        assertBoth(folder, null, 2);
        Files.delete(folder.resolve("more"));
        assertBoth(folder, null, 0);
    }

    @Test
    void theScriptPrintsNoHostileText() throws Exception {
        BundleMaker bundle = BundleMaker.sample();
        Attacks.manifest("\"kind\":\"call\"", "\"kind\":\"x\\nOK size=13\"").accept(bundle);
        Attacks.seal(bundle, Sums.SIGNED);

        Said said = assertBoth(bundle.write(temporary.resolve("hostile")), null, 2);

        assertThat(said.text()).contains("scope x?OK size=13");
    }

    private static BundleMaker period(BundleMaker bundle) {
        return bundle.scope(
                        "organization",
                        "acme",
                        null,
                        "2026-11-25T14:00:00.000000Z",
                        "2026-11-25T14:00:01.000000Z")
                .make();
    }

    @Test
    void whatTheAuditorHoldsStopsNothing() throws Exception {
        BundleMaker bundle = BundleMaker.sample();
        byte[] fork =
                BundleMaker.KEYS.sign(new Checkpoint(SampleLog.ORIGIN, 13, Digest.ZERO)).bytes();

        assertBoth(bundle, bundle.note(13).bytes(), 0);
        assertBoth(bundle, bundle.note(18).bytes(), 0);
        assertBoth(bundle, bundle.note(5).bytes(), 4);
        assertBoth(bundle, fork, 23);
        forge(bundle);
        assertBoth(bundle.resum().resign(BundleMaker.SIGNER), bundle.note(5).bytes(), 30);
    }

    private void assertBoth(BundleMaker bundle, int code) throws Exception {
        assertBoth(bundle, null, code);
    }

    private void assertBoth(BundleMaker bundle, byte @Nullable [] known, int code)
            throws IOException, InterruptedException {
        assertBoth(bundle.write(temporary.resolve("bundle" + count++)), known, code);
    }

    private Said assertBoth(Path folder, byte @Nullable [] known, int code)
            throws IOException, InterruptedException {
        String python = OtherTools.find("python3").toString();
        Verified verified = Verified.of(folder, Verified.trust(BundleMaker.KEYS.policy(), known));
        assertThat(verified.code()).as(verified.lines()).isEqualTo(code);
        List<String> command = new ArrayList<>(List.of(python, "-B", SCRIPT.toString(), "."));
        if (known != null) {
            Path note = Files.write(temporary.resolve("known"), known);
            command.addAll(List.of("--known", note.toString()));
        }
        Said script = OtherTools.run(folder, Map.of(), command.toArray(String[]::new));
        assertThat(script.exit()).as(script.text()).isEqualTo(code == 0 ? 3 : code);
        return script;
    }
}
