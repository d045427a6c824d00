package io.affidavit.replay.cli;

import static io.affidavit.replay.cli.CommandLineCase.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.bundle.BundleMaker;
import io.affidavit.replay.verify.SampleLog;
import io.affidavit.schemas.evidence.Leaf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptVerifyCommandTest {

    @TempDir private Path directory;

    private final BundleMaker bundle = BundleMaker.sample();
    private String policy = "";
    private String proof = "";
    private String receipt = "";

    @BeforeEach
    void write() throws IOException {
        String keys = BundleMaker.KEYS.policy() + "# receipt " + BundleMaker.KEYS.receiptKey();
        policy = file("log.policy", keys);
        proof = file("12.tlog-proof", bundle.text("proofs/12.tlog-proof"));
        byte[] record = SampleLog.withCalls(3).rows().get(12).bytes();
        receipt = BundleMaker.KEYS.receipt(12, Leaf.leaf(record)).toString();
    }

    @Test
    void saysThatTheLogKeepsItsPromise() throws IOException {
        CommandLineCase verify =
                type("receipt", "verify", receipt, "--policy", policy, "--proof", proof);
        CommandLineCase fromFile =
                type(
                        "receipt",
                        "verify",
                        file("receipt", receipt + "\n"),
                        "--policy",
                        policy,
                        "--proof",
                        proof,
                        "--checkpoint",
                        file("checkpoint", bundle.text("log/checkpoint")));

        assertThat(verify.exit).as(verify.out).isZero();
        assertThat(verify.lines().getLast()).startsWith("OK pos=12 leaf=").endsWith("external");
        assertThat(fromFile.exit).as(fromFile.out).isZero();
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        String elsewhere = receipt.replace("pos=12", "pos=11");
        String latest = file("latest", bundle.text("log/latest"));

        assertThat(type("receipt", "verify", "v1;x", "--policy", policy, "--proof", proof).exit)
                .isEqualTo(2);
        assertThat(type("receipt", "verify", elsewhere, "--policy", policy, "--proof", proof).exit)
                .isEqualTo(24);
        assertThat(
                        type(
                                        "receipt",
                                        "verify",
                                        receipt,
                                        "--policy",
                                        policy,
                                        "--proof",
                                        proof,
                                        "--checkpoint",
                                        latest)
                                .exit)
                .isEqualTo(23);
        assertThat(type("receipt").exit).isEqualTo(1);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
