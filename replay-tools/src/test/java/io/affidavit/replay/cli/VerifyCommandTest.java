package io.affidavit.replay.cli;

import static io.affidavit.replay.cli.CommandLineCase.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.bundle.BundleMaker;
import io.affidavit.replay.verify.SampleLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VerifyCommandTest {

    @TempDir private Path directory;

    private final BundleMaker bundle = BundleMaker.sample();
    private String zip = "";
    private String policy = "";
    private String ca = "";

    @BeforeEach
    void write() throws IOException {
        zip = bundle.zip(directory.resolve("case.zip")).toString();
        policy = file("log.policy", BundleMaker.KEYS.policy());
        ca = file("root.pem", BundleMaker.ROOT.pem());
    }

    @Test
    void saysInOneLineWhatIsProven() {
        CommandLineCase verify = type("verify", zip, "--policy", policy, "--ca", ca);

        assertThat(verify.exit).isZero();
        assertThat(verify.lines())
                .containsExactly(
                        ("OK size=13 root=%s events=6 withheld=1 scope=call:%s"
                                        + " time=[2026-11-25T14:00:00.123473Z,"
                                        + "2026-11-25T14:00:00.123677Z] ml-dsa=none stamp=none trust=external")
                                .formatted(bundle.checkpoint(13).root(), SampleLog.callId(1)));
        assertThat(verify.err).isEmpty();
    }

    @Test
    void doesNotCallABundleGoodThatVouchesForItself() {
        CommandLineCase verify = type("verify", zip, "--explain");

        assertThat(verify.exit).isEqualTo(3);
        assertThat(verify.out)
                .contains("get --policy and --ca by another way")
                .contains("Texts: 1 disclosed", "Salts: 1 of texts that were never kept");
        assertThat(verify.lines().getLast()).contains(" scope=call:").endsWith(" trust=bundle");
    }

    @Test
    void listsEveryFailureAndExitsWithTheFirstStep() throws IOException {
        bundle.edit("events.jsonl", text -> text.replace("\"acme\"", "\"acmf\""));
        zip = bundle.zip(directory.resolve("case.zip")).toString();

        CommandLineCase verify = type("verify", zip, "--policy", policy, "--ca", ca);

        assertThat(verify.exit).isEqualTo(10);
        assertThat(verify.lines().getFirst()).startsWith("FAIL 10 2 events.jsonl: ");
        assertThat(verify.out).contains("FAIL 30 6 record 8: ");
        assertThat(verify.lines().getLast()).startsWith("NOT SOUND size=13 ");
    }

    @Test
    void printsBothNotesOfASplitView() throws IOException {
        bundle.put("log/latest", bundle.note(12).bytes()).resum().resign(BundleMaker.SIGNER);
        zip = bundle.zip(directory.resolve("case.zip")).toString();

        CommandLineCase verify = type("verify", zip, "--policy", policy, "--ca", ca);

        assertThat(verify.exit).isEqualTo(23);
        assertThat(verify.out).contains(bundle.text("log/checkpoint")).contains("\n12\n");
    }

    @Test
    void answersMachines() {
        CommandLineCase verify = type("verify", zip, "--policy", policy, "--json");
        JsonNode answer = new JsonMapper().readTree(verify.out);

        assertThat(verify.exit).isEqualTo(3);
        assertThat(answer.path("code").asInt()).isEqualTo(3);
        assertThat(answer.path("sound").asBoolean()).isTrue();
        assertThat(answer.path("size").asString()).isEqualTo("13");
        assertThat(answer.path("trust").asString()).isEqualTo("bundle");
        assertThat(answer.path("scope").asString()).isEqualTo("call:" + SampleLog.callId(1));
        assertThat(answer.path("failures").isEmpty()).isTrue();
    }

    @Test
    void refusesWhatItCannotUse() throws IOException {
        String nonsense = file("nonsense", "nonsense\n");

        assertThat(type("verify", "nowhere.zip").exit).isEqualTo(1);
        assertThat(type("verify", nonsense).exit).isEqualTo(2);
        assertThat(type("verify", zip, "--policy", nonsense).exit).isEqualTo(1);
        assertThat(type("verify", zip, "--ca", nonsense).exit).isEqualTo(1);
        assertThat(type("verify", zip, "--at", "yesterday").exit).isEqualTo(1);
        CommandLineCase witness = type("verify", zip, "--policy", file("w", "quorum two\n"));
        assertThat(witness.exit).isEqualTo(1);
        assertThat(witness.err).contains("witnesses are not judged by this edition");
    }

    /// A line that was meant to narrow trust and is passed over as a comment would widen it.
    @Test
    void refusesPolicyLinesThatMeanSomethingAndSayNothing() throws IOException {
        String keys = BundleMaker.KEYS.policy();
        for (String line :
                List.of(
                        "#valid [0,5)\n" + keys,
                        "# Valid [0,5)\n" + keys,
                        "# valid 0 to 5\n" + keys,
                        "# valid [0,+5)\n" + keys,
                        "# valid [0,5)\n# valid [0,9)\n" + keys,
                        keys + "# valid [0,5)\n",
                        keys + "#require time\n",
                        keys + "# require  time\n")) {
            assertThat(type("verify", zip, "--policy", file("p", line)).exit).as(line).isEqualTo(1);
        }
        assertThat(type("verify", zip, "--policy", file("p", "# got it by post\n" + keys)).exit)
                .isEqualTo(3);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
