package io.affidavit.query.evidence.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.query.evidence.stamp.StampAuthority.Address;
import io.affidavit.schemas.testing.TestAuthority;
import io.affidavit.schemas.testing.TestAuthority.Mood;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StampAuthorityTest {

    private static final byte[] CONTENT = "stamped".getBytes(StandardCharsets.UTF_8);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final TestAuthority authority = new TestAuthority();

    @TempDir private Path folder;

    @AfterEach
    void close() {
        authority.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"HONEST", "WORDY"})
    void keepsOfAnAnswerWhatWasSigned(Mood mood) throws IOException, TSPException {
        Instant before = Instant.now().minusSeconds(2);
        authority.mood(mood);
        Stamp stamp = ask(LONG);

        assertThat(stamp.at()).isBetween(before, Instant.now().plusSeconds(1));
        assertThat(stamp.authority()).isEqualTo("CN=TSA");
        TimeStampResponse kept = new TimeStampResponse(stamp.response());
        assertThat(kept.getStatusString()).isNull();
        SignedData data =
                SignedData.getInstance(
                        kept.getTimeStampToken().toCMSSignedData().toASN1Structure().getContent());
        SignerInfo signer = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        assertThat(signer.getUnauthenticatedAttributes()).isNull();
        assertThat(data.getCertificates().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HONEST", "WORDY", "HOUR_BEHIND", "SILENT"})
    void takesNothingElse(Mood mood) {
        authority.mood(mood);

        assertThatThrownBy(() -> ask(LONG))
                .isInstanceOf(StampFailure.class)
                .hasMessageStartingWith("time stamp: ");
    }

    @Test
    void doesNotWaitForEver() {
        authority.mood(Mood.SILENT);

        assertThatThrownBy(() -> ask(Duration.ofMillis(300))).isInstanceOf(StampFailure.class);
    }

    @Test
    void saysSoWhenNobodyListens() {
        URI nobody = authority.url();
        authority.close();

        try (StampAuthority asked = new StampAuthority(new Address(nobody, null, null, LONG))) {
            assertThatThrownBy(() -> asked.stamp(CONTENT)).isInstanceOf(StampFailure.class);
        }
    }

    @Test
    void showsItsCredentials() throws IOException {
        Path password = folder.resolve("password");
        Files.writeString(password, "secret\n");
        try (StampAuthority asked =
                new StampAuthority(new Address(authority.url(), "house", password, LONG))) {
            asked.stamp(CONTENT);
        }

        assertThat(authority.authorization())
                .isEqualTo(
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                "house:secret".getBytes(StandardCharsets.UTF_8)));
    }

    private Stamp ask(Duration timeout) {
        try (StampAuthority asked =
                new StampAuthority(new Address(authority.url(), null, null, timeout))) {
            return asked.stamp(CONTENT);
        }
    }
}
