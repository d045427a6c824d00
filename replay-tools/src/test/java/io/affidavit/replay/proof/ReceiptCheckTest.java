package io.affidavit.replay.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.verify.Failures;
import io.affidavit.replay.verify.SampleLog;
import io.affidavit.schemas.evidence.TreeHash;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.Receipt;
import io.affidavit.schemas.proof.TlogProof;
import io.affidavit.schemas.proof.TreeProofs;
import io.affidavit.schemas.value.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReceiptCheckTest {

    private static final TestLogKeys KEYS = SampleLog.LOG_KEYS;
    private static final List<byte[]> LEAVES = TestLogKeys.leaves(13);
    private static final Checkpoint CHECKPOINT =
            new Checkpoint(SampleLog.ORIGIN, 13, Digest.of(TreeHash.root(LEAVES)));

    @Test
    void aKeptPromiseIsGood() {
        Receipt receipt = KEYS.receipt(5, LEAVES.get(5));

        assertThat(code(receipt, proof(5), null)).isZero();
        assertThat(code(receipt, proof(5), CHECKPOINT)).isZero();
    }

    @Test
    void aPromiseOfAnotherLeafIsBroken() {
        assertThat(code(KEYS.receipt(5, LEAVES.get(6)), proof(5), null)).isEqualTo(30);
        assertThat(code(KEYS.receipt(5, LEAVES.get(5)), proof(6), null)).isEqualTo(30);
        assertThat(code(KEYS.receipt(5, LEAVES.get(5)), "nonsense", null)).isEqualTo(30);
    }

    @Test
    void anotherKeysReceiptIsNoPromise() {
        TestLogKeys thief = new TestLogKeys(SampleLog.ORIGIN);

        assertThat(code(thief.receipt(5, LEAVES.get(5)), proof(5), null)).isEqualTo(24);
    }

    @Test
    void theAuditorsCheckpointCounts() {
        Checkpoint other = new Checkpoint(SampleLog.ORIGIN, 13, Digest.ZERO);

        assertThat(code(KEYS.receipt(5, LEAVES.get(5)), proof(5), other)).isEqualTo(23);
    }

    @Test
    void aKeyVouchesForNothingBehindItsEnd() {
        Receipt receipt = KEYS.receipt(5, LEAVES.get(5));

        assertThat(code("# valid [0,6)\n", receipt)).isZero();
        assertThat(code("# valid [0,5)\n", receipt)).isEqualTo(24);
    }

    private static int code(String range, Receipt receipt) {
        return code(KEYS.policy() + range, receipt, proof(5), null);
    }

    private static String proof(int index) {
        List<byte[]> path = new TreeProofs(TestLogKeys.tree(LEAVES)).inclusion(index, 13);
        return new TlogProof(index, path, KEYS.sign(CHECKPOINT)).toString();
    }

    private static int code(Receipt receipt, String proof, @Nullable Checkpoint held) {
        return code(KEYS.policy(), receipt, proof, held);
    }

    private static int code(
            String beginning, Receipt receipt, String proof, @Nullable Checkpoint held) {
        String policy = beginning + "# receipt " + KEYS.receiptKey() + "\n";
        Failures failures = new Failures(_ -> {});
        ReceiptCheck check =
                new ReceiptCheck(
                        TrustPolicy.parse(policy.getBytes(StandardCharsets.UTF_8)), failures);
        check.checkSignature(receipt);
        check.checkProof(receipt, proof, held);
        return failures.exitCode();
    }
}
