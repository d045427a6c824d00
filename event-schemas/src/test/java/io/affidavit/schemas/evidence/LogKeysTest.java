package io.affidavit.schemas.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Which keys are good for which sizes, from the log's own records.
class LogKeysTest {

    private static final LogOrigin ORIGIN = new LogOrigin("test.local/0123456789abcdef/2026");
    private static final VerifierKey FIRST = ed25519(1);
    private static final VerifierKey SECOND = ed25519(2);
    private static final VerifierKey LATER = VerifierKey.mlDsa44(ORIGIN.value(), new byte[1_312]);
    private static final LogKeys OPENED =
            LogKeys.of(
                    ORIGIN,
                    LogOpened.first(
                            ORIGIN.value(),
                            FIRST.toString(),
                            LATER.toString(),
                            ed25519(9).toString()));

    @Test
    void givesEachSizeItsKeys() {
        LogKeys rotated = OPENED.with(10, added(FIRST, SECOND)).with(20, retired(FIRST));
        assertThat(rotated.signing(10)).containsExactly(FIRST, LATER);
        assertThat(rotated.signing(11)).containsExactly(FIRST, LATER, SECOND);
        assertThat(rotated.signing(20)).containsExactly(FIRST, LATER, SECOND);
        assertThat(rotated.signing(21)).containsExactly(LATER, SECOND);
        assertThat(rotated.present(LogKeyUse.ED25519)).containsExactly(SECOND);
    }

    @Test
    void takesOneStepAfterTheOther() {
        LogKeys overlap = OPENED.with(10, added(FIRST, SECOND));
        refuses(overlap, added(FIRST, ed25519(3)));
        refuses(overlap, retired(SECOND));
        refuses(OPENED, retired(FIRST));
        refuses(OPENED, added(SECOND, ed25519(3)));
        LogKeys rotated = overlap.with(20, retired(FIRST));
        refuses(rotated, added(SECOND, FIRST)); // what has ended does not come back
        refuses(OPENED, added(FIRST, VerifierKey.ed25519("another.log", new byte[32])));
    }

    private static void refuses(LogKeys keys, EvidenceEvent event) {
        assertThatThrownBy(() -> keys.with(30, event)).isInstanceOf(IllegalArgumentException.class);
    }

    private static LogKeyAdded added(VerifierKey old, VerifierKey key) {
        return new LogKeyAdded(
                LogKeyUse.ED25519, key.toString(), old.toString(), "", "", null, List.of());
    }

    private static LogKeyRetired retired(VerifierKey key) {
        return new LogKeyRetired(LogKeyUse.ED25519, key.toString(), null, List.of());
    }

    private static VerifierKey ed25519(int first) {
        byte[] key = new byte[32];
        key[0] = (byte) first;
        return VerifierKey.ed25519(ORIGIN.value(), key);
    }
}
