package io.affidavit.schemas.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.affidavit.schemas.evidence.CanonicalForm;
import io.affidavit.schemas.evidence.FormException;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.RecordActor;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BundleFormsTest {

    private static final Instant AT = Instant.parse("2026-11-25T14:00:00.5Z");

    @Test
    void aManifestIsOneCanonicalObject() throws FormException {
        BundleManifest manifest =
                new BundleManifest(
                        "019ab3c4-d5e6-7f00-8123-456789abcdef",
                        AT,
                        LogOrigin.of("gw.test", "0011223344556677", 2026),
                        List.of("c2", "c1"),
                        new OrganizationId("acme"),
                        "why \"this\"",
                        new RecordActor("service", "operator", "admin"),
                        BundleScope.calls(List.of("c2", "c1", "c2")),
                        "affidavit/0.1.0",
                        List.of("route.defined"));

        CanonicalForm.check(manifest.bytes());
        assertThat(new String(manifest.bytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"bundle":"019ab3c4-d5e6-7f00-8123-456789abcdef",\
                        "created":"2026-11-25T14:00:00.500000Z","disclosed":[],"erased":[],\
                        "format":"evidence/v1","gaps":[],"log":"gw.test/0011223344556677/2026",\
                        "open":["c1","c2"],"organization":"acme","purpose":"why \\"this\\"",\
                        "redacted":"others",\
                        "requester":{"id":"operator","kind":"service","via":"admin"},\
                        "scope":{"from":null,"id":null,"ids":["c1","c2"],"kind":"calls","to":null},\
                        "tool":"affidavit/0.1.0","withheld":["route.defined"]}\
                        """);
    }

    @Test
    void aWithheldRecordIsItsLeafAndItsPlace() throws FormException {
        WithheldRecord withheld = new WithheldRecord(17, Digest.ZERO, WithheldRecord.REQUESTED);

        CanonicalForm.check(withheld.bytes());
        assertThat(new String(withheld.bytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"leaf\":\""
                                + "0".repeat(64)
                                + "\",\"pos\":\"17\",\"reason\":\"requested\"}");
    }

    @Test
    void aScopeHasWhatItsKindNeedsAndNothingElse() {
        List<String> many = IntStream.rangeClosed(0, 10_000).mapToObj(i -> "c" + i).toList();
        assertThatIllegalArgumentException().isThrownBy(() -> BundleScope.calls(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> BundleScope.calls(many));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BundleScope(BundleKind.KEY, null, List.of(), null, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BundleScope(BundleKind.KEY, "k", List.of(), AT, AT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BundleScope.organization("acme", AT, AT));
    }
}
