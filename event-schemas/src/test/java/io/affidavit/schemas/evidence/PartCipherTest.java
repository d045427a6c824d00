package io.affidavit.schemas.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.affidavit.schemas.evidence.PartException.Reason;
import io.affidavit.schemas.testing.Seeds;
import io.affidavit.schemas.value.Commitment;
import io.affidavit.schemas.value.Digest;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PartCipherTest {

    private static final SplittableRandom RANDOM = new SplittableRandom(1);
    private static final KeyRef KEY_REF =
            new KeyRef("acme", "202611", RetentionClass.OPS_90D, 1, "acme", 1);
    private static final PartBinding HERE =
            new PartBinding(RandomRecords.ORIGIN, "0199b3c2-7f00-7000-8123-456789abcdef", KEY_REF);
    private static final PartKeys KEYS = keys();
    private static final Part.Content REASON =
            Part.Content.text("reason", RetentionClass.OPS_90D, "because \u20ac");

    @Test
    void opensToTheTextItSealed() {
        Seeds.check(
                300,
                random -> {
                    byte[] text = Seeds.bytes(random, random.nextInt(3_000));
                    byte[] salt = Seeds.bytes(random, 32);
                    Part.Content body = body(text, true);

                    SealedPart sealed =
                            PartCipher.seal(HERE, body, KEYS, salt, Seeds.bytes(random, 12));

                    OpenedPart opened =
                            PartCipher.open(HERE, sealed.reference(), KEYS, sealed.blob());
                    assertThat(opened.text()).isEqualTo(text);
                    assertThat(opened.salt()).isEqualTo(salt);
                    assertThat(sealed.reference().commitment())
                            .isEqualTo(PartCipher.commit(salt, "request", text));
                    assertThat(sealed.blob()).hasSize(1 + 12 + 32 + text.length + 16);
                });
    }

    @Test
    void keepsNothingButTheSaltInCommitMode() {
        byte[] text = "a prompt".getBytes(StandardCharsets.UTF_8);

        SealedPart sealed = seal(body(text, false));

        assertThat(sealed.blob()).hasSize(1 + 12 + 32 + 16);
        OpenedPart opened = PartCipher.open(HERE, sealed.reference(), KEYS, sealed.blob());
        assertThat(opened.text()).isNull();
        byte[] salt = PartCipher.openSalt(HERE, sealed.reference(), KEYS, sealed.blob());
        assertThat(PartCipher.commit(salt, "request", text))
                .isEqualTo(sealed.reference().commitment());
        assertThat(opened).hasToString("OpenedPart[salt only]");
    }

    @Test
    void tellsAnEmptyTextFromAKeptSecret() {
        SealedPart sealed = seal(body(new byte[0], true));

        assertThat(PartCipher.open(HERE, sealed.reference(), KEYS, sealed.blob()).text()).isEmpty();
    }

    @Test
    void noticesEveryChangedByteOfABlob() {
        SealedPart sealed = seal(REASON);
        for (int i = 0; i < sealed.blob().length; i++) {
            byte[] changed = sealed.blob().clone();
            changed[i] ^= 1;
            assertRefused(Reason.CIPHERTEXT, HERE, sealed.reference(), KEYS, changed);
            Part.Reference accomplice = recorded(sealed.reference(), changed);
            Reason reason = i == 0 ? Reason.CIPHERTEXT : Reason.KEYS;
            assertRefused(reason, HERE, accomplice, KEYS, changed);
        }
    }

    @Test
    void opensNowhereElse() {
        SealedPart sealed = seal(REASON);
        Part.Reference reference = sealed.reference();
        LogOrigin elsewhere = LogOrigin.of("gw.example", "0123456789abcdee", 2026);
        KeyRef otherRef = new KeyRef("acme", "202611", RetentionClass.OPS_90D, 2, "acme", 1);
        byte[] blob = sealed.blob();

        assertRefused(
                Reason.KEYS,
                new PartBinding(elsewhere, HERE.eventId(), KEY_REF),
                reference,
                KEYS,
                blob);
        assertRefused(
                Reason.KEYS,
                new PartBinding(RandomRecords.ORIGIN, "another event", KEY_REF),
                reference,
                KEYS,
                blob);
        assertRefused(
                Reason.KEYS,
                new PartBinding(RandomRecords.ORIGIN, HERE.eventId(), otherRef),
                reference,
                KEYS,
                blob);
        assertRefused(Reason.KEYS, HERE, named(reference, "name"), KEYS, blob);
    }

    @Test
    void needsBothKeysInTheirPlaces() {
        SealedPart sealed = seal(REASON);
        byte[] zero = new byte[32];

        for (PartKeys wrong :
                new PartKeys[] {
                    new PartKeys(zero, KEYS.epoch()),
                    new PartKeys(KEYS.subject(), zero),
                    new PartKeys(KEYS.epoch(), KEYS.subject())
                }) {
            assertRefused(Reason.KEYS, HERE, sealed.reference(), wrong, sealed.blob());
        }
    }

    @Test
    void noticesATextThatWasNeverCommittedTo() {
        SealedPart sealed = seal(REASON);
        Part.Reference good = sealed.reference();
        Part.Reference other =
                new Part.Reference(
                        good.name(),
                        good.mediaType(),
                        good.retention(),
                        new Commitment("0".repeat(64)),
                        good.cipherDigest(),
                        good.keyRef(),
                        good.cipherLength());

        assertRefused(Reason.COMMITMENT, HERE, other, KEYS, sealed.blob());
    }

    @Test
    void commitsToNameSaltAndTextTogether() {
        byte[] salt = Seeds.bytes(RANDOM, 32);
        byte[] text = {'b'};

        Commitment commitment = PartCipher.commit(salt, "a", text);

        assertThat(PartCipher.commit(salt, "ab", new byte[0])).isNotEqualTo(commitment);
        assertThat(PartCipher.commit(new byte[32], "a", text)).isNotEqualTo(commitment);
        assertThat(PartCipher.commit(salt, "a", new byte[] {'c'})).isNotEqualTo(commitment);
    }

    @Test
    void refusesMaterialOfTheWrongLengthOrClass() {
        byte[] salt = new byte[32];
        byte[] iv = new byte[12];
        Part.Content kept = Part.Content.text("reason", RetentionClass.SEC_6Y, "x");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PartCipher.seal(HERE, REASON, KEYS, new byte[31], iv));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PartCipher.seal(HERE, REASON, KEYS, salt, new byte[16]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PartCipher.seal(HERE, kept, KEYS, salt, iv))
                .withMessageContaining("retention");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartKeys(new byte[16], new byte[32]));
    }

    private static SealedPart seal(Part.Content content) {
        return PartCipher.seal(
                HERE, content, KEYS, Seeds.bytes(RANDOM, 32), Seeds.bytes(RANDOM, 12));
    }

    private static Part.Content body(byte[] text, boolean keepText) {
        return new Part.Content(
                "request", "application/json", RetentionClass.OPS_90D, text, keepText);
    }

    private static PartKeys keys() {
        return new PartKeys(Seeds.bytes(RANDOM, 32), Seeds.bytes(RANDOM, 32));
    }

    private static Part.Reference recorded(Part.Reference part, byte[] blob) {
        return new Part.Reference(
                part.name(),
                part.mediaType(),
                part.retention(),
                part.commitment(),
                Digest.of(Leaf.newDigest().digest(blob)),
                part.keyRef(),
                blob.length);
    }

    private static Part.Reference named(Part.Reference part, String name) {
        return new Part.Reference(
                name,
                part.mediaType(),
                part.retention(),
                part.commitment(),
                part.cipherDigest(),
                part.keyRef(),
                part.cipherLength());
    }

    private static void assertRefused(
            Reason reason, PartBinding binding, Part.Reference part, PartKeys keys, byte[] blob) {
        assertThatExceptionOfType(PartException.class)
                .isThrownBy(() -> PartCipher.open(binding, part, keys, blob))
                .matches(refusal -> refusal.reason() == reason, reason.name());
    }
}
