package io.affidavit.schemas.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.value.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProofTextsTest {

    private static final LogOrigin ORIGIN = LogOrigin.of("gw.test", "0011223344556677", 2026);
    private static final Digest ROOT = new Digest("ab".repeat(32));
    private static final Checkpoint CHECKPOINT = new Checkpoint(ORIGIN, 1_234, ROOT);
    private static final SignedNote NOTE =
            new SignedNote(
                    CHECKPOINT.text(),
                    List.of(
                            new NoteSignature(ORIGIN.value(), 0x01020304, new byte[64]),
                            new NoteSignature("witness.test/w", -2, new byte[72])));
    private static final TlogProof PROOF =
            new TlogProof(17, List.of(ROOT.bytes(), new byte[32]), NOTE);
    private static final ConsistencyProof CONSISTENCY =
            new ConsistencyProof(700, List.of(ROOT.bytes()));
    private static final Receipt RECEIPT =
            new Receipt(ORIGIN, 17, ROOT, Base64.getEncoder().encodeToString(new byte[64]));

    static Stream<Arguments> texts() {
        return Stream.of(
                form("checkpoint", CHECKPOINT.text(), text -> Checkpoint.parse(text).text()),
                form("note", NOTE.toString(), text -> SignedNote.parse(text).toString()),
                form("inclusion", PROOF.toString(), text -> TlogProof.parse(text).toString()),
                form(
                        "consistency",
                        CONSISTENCY.toString(),
                        text -> ConsistencyProof.parse(text).toString()),
                form("receipt", RECEIPT.toString(), text -> Receipt.parse(text).toString()));
    }

    private static Arguments form(String what, String text, Function<String, String> again) {
        return Arguments.of(what, text, again);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void isReadAsItWasWritten(String what, String text, Function<String, String> again) {
        assertThat(again.apply(text)).as(what).isEqualTo(text);
    }

    /// Whatever is accepted is the one spelling of what it says: no bit of a proof is free.
    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void noChangedByteIsReadAsTheSame(String what, String text, Function<String, String> again) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            String tampered = new String(changed, StandardCharsets.UTF_8);
            read(again, tampered)
                    .ifPresent(spelled -> assertThat(spelled).as(what).isEqualTo(tampered));
        }
    }

    private static Optional<String> read(Function<String, String> again, String text) {
        try {
            return Optional.of(again.apply(text));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void takesNothingMore(String what, String text, Function<String, String> again) {
        for (String more : List.of("\n", " ", "x", "\r\n", "\n\n")) {
            assertThatIllegalArgumentException()
                    .as(what)
                    .isThrownBy(() -> again.apply(text + more));
        }
    }

    @Test
    void readsThePublishedNote() {
        SignedNote note =
                SignedNote.parse(
                        """
                        Ognuno sta solo sul cuor della terra
                        trafitto da un raggio di sole:

                        ed è subito sera.

                        — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
                        """);

        assertThat(note.text()).endsWith("ed è subito sera.\n");
        assertThat(note.signatures().getFirst().name()).isEqualTo("quasimodo.example/salvatore");
        assertThat(note.signatures().getFirst().keyId()).isEqualTo(0x367ba04b);
    }

    /// The example that Go's note package documents: key, text and signature.
    @Test
    void anEd25519LineSignsTheTextAlone() {
        VerifierKey key =
                VerifierKey.parse(
                        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        SignedNote note =
                SignedNote.parse(
                        """
                        If you think cryptography is the answer to your problem,
                        then you don't know what your problem is.

                        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
                        """);
        NoteSignature line = note.signatures().getFirst();
        Ed25519Signer verifier = new Ed25519Signer();
        byte[] message = note.text().getBytes(StandardCharsets.UTF_8);

        assertThat(line.claims(key)).isTrue();
        verifier.init(false, new Ed25519PublicKeyParameters(key.key()));
        verifier.update(message, 0, message.length);
        assertThat(verifier.verifySignature(line.signature())).isTrue();
    }

    /// Layout of C2SP tlog-cosignature, field by field.
    @Test
    void anMlDsaLineSignsTheSubtreeMessage() {
        byte[] message = SubtreeMessage.of("w.test/x", CHECKPOINT, 1_679_315_147L);

        assertThat(HexFormat.of().formatHex(message))
                .isEqualTo(
                        "737562747265652f76310a00"
                                + "08"
                                + HexFormat.of().formatHex("w.test/x".getBytes(US_ASCII))
                                + "00000000641850cb"
                                + HexFormat.of().toHexDigits((byte) ORIGIN.value().length())
                                + HexFormat.of().formatHex(ORIGIN.value().getBytes(US_ASCII))
                                + "0000000000000000"
                                + "00000000000004d2"
                                + ROOT);
    }
}
