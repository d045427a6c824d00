package io.affidavit.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.bundle.Attacks.Sums;
import io.affidavit.replay.bundle.OtherTools.Said;
import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failure;
import io.affidavit.replay.verify.Failures;
import io.affidavit.replay.verify.SampleLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;

/// Over the whole tamper matrix the script that comes with a bundle ends with the code that our
/// verifier would have if it looked at no more than the script does.
class ScriptAgreesEverywhereTest {

    /// One interpreter for all bundles.
    private static final String DRIVER =
            """
            import contextlib, importlib.util, io, sys
            spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
            verify = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(verify)
            for folder in sys.argv[3:]:
                said = io.StringIO()
                verify.FAILED.clear()
                with contextlib.redirect_stdout(said):
                    code = verify.main([folder, "--policy", sys.argv[2]])
                print(code, " ".join(said.getvalue().split())[:200])
            """;

    private static final Set<Check> NOT_BY_THE_SCRIPT =
            EnumSet.of(Check.BUNDLE_SIGNATURE, Check.SIGNER_CERTIFICATE, Check.TIMESTAMP);

    @TempDir private Path temporary;
    private final Map<String, Integer> expected = new LinkedHashMap<>();
    private final List<Path> folders = new ArrayList<>();

    @Test
    void saysTheSameOfEveryAttack() throws Exception {
        for (Arguments row : rows().toList()) {
            Object[] attack = row.get();
            BundleMaker bundle = BundleMaker.sample();
            @SuppressWarnings("unchecked")
            Consumer<BundleMaker> change = (Consumer<BundleMaker>) attack[3];
            change.accept(bundle);
            Attacks.seal(bundle, (Sums) attack[1]);
            add(attack[0] + ", " + attack[1], bundle);
        }
        for (Arguments form : TamperedRecordsTest.malformedRecords().toList()) {
            @SuppressWarnings("unchecked")
            UnaryOperator<String> change = (UnaryOperator<String>) form.get()[1];
            add("in the log " + form.get()[0], malformed(change));
        }
        add("a call that is open", open(SampleLog.callId(1)));
        add("another call that is open", open(SampleLog.callId(2)));
        add("two failures of one step", chainBehindAGap());

        Path policy = Files.writeString(temporary.resolve("policy"), BundleMaker.KEYS.policy());
        List<String> command =
                new ArrayList<>(
                        List.of(
                                OtherTools.find("python3").toString(),
                                "-B",
                                "-c",
                                DRIVER,
                                ScriptAgreesTest.SCRIPT.toString(),
                                policy.toString()));
        folders.forEach(folder -> command.add(folder.toString()));
        Said said = OtherTools.run(temporary, Map.of(), command.toArray(String[]::new));

        List<String> codes = said.text().lines().toList();
        assertThat(codes).as(said.text()).hasSameSizeAs(folders);
        List<String> differ = new ArrayList<>();
        List<String> names = List.copyOf(expected.keySet());
        for (int i = 0; i < codes.size(); i++) {
            Integer code = expected.get(names.get(i));
            if (!codes.get(i).startsWith(code + " ")) {
                differ.add(names.get(i) + ": " + code + ", and the script " + codes.get(i));
            }
        }
        assertThat(differ).isEmpty();
    }

    private static Stream<Arguments> rows() {
        return Stream.of(
                        TamperedFilesTest.rows(),
                        TamperedProofsTest.rows(),
                        TamperedRecordsTest.rows())
                .flatMap(rows -> rows);
    }

    private void add(String name, BundleMaker bundle) throws Exception {
        String unique = expected.size() + " " + name;
        Path folder = bundle.write(temporary.resolve("b" + expected.size()));
        Verified verified = Verified.of(folder, Verified.trust());
        Failures seen = new Failures(_ -> {});
        verified.failures().stream()
                .filter(failure -> !NOT_BY_THE_SCRIPT.contains(failure.check()))
                .filter(failure -> !failure.line().contains("ML_DSA_44"))
                .forEach(failure -> again(seen, failure));
        int good = verified.verdict().missing().isEmpty() ? 3 : 4;
        expected.put(unique, seen.count() == 0 ? good : seen.exitCode());
        folders.add(folder);
    }

    private static void again(Failures seen, Failure failure) {
        seen.add(failure.check(), failure.object(), failure.found(), failure.expected());
    }

    private static BundleMaker malformed(UnaryOperator<String> change) {
        List<byte[]> log = new ArrayList<>(BundleMaker.records(SampleLog.withCalls(3)));
        String record = new String(log.get(12), StandardCharsets.ISO_8859_1);
        log.set(12, change.apply(record).getBytes(StandardCharsets.ISO_8859_1));
        return new BundleMaker(log, 13).show(8, 9, 10, 11, 12).call(SampleLog.callId(1)).make();
    }

    /// Without its last event.
    private static BundleMaker open(String said) {
        return new BundleMaker(BundleMaker.records(SampleLog.withCalls(3)), 12)
                .show(8, 9, 10, 11)
                .call(SampleLog.callId(1))
                .open(said)
                .make();
    }

    /// A gap, and behind it a record with another predecessor: the first that is found counts.
    private static BundleMaker chainBehindAGap() {
        List<byte[]> log = new ArrayList<>(BundleMaker.records(SampleLog.withCalls(3)));
        String record = new String(log.get(12), StandardCharsets.ISO_8859_1);
        String member = "\"prev\":\"";
        int digit = record.indexOf(member) + member.length();
        String other =
                record.substring(0, digit)
                        + (record.charAt(digit) == '0' ? '1' : '0')
                        + record.substring(digit + 1);
        log.set(12, other.getBytes(StandardCharsets.ISO_8859_1));
        return new BundleMaker(log, 13).show(8, 9, 11, 12).call(SampleLog.callId(1)).make();
    }
}
