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
import java.util.stream.LongStream;
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
                        List.of(
                                new DisclosedPart(7, "request", DisclosureForm.TEXT),
                                new DisclosedPart(7, "tags", DisclosureForm.SALT),
                                new DisclosedPart(12, "reason", DisclosureForm.TEXT)),
                        "affidavit/0.1.0",
                        List.of("route.defined"));

        CanonicalForm.check(manifest.bytes());
        assertThat(new String(manifest.bytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"bundle":"019ab3c4-d5e6-7f00-8123-456789abcdef",\
                        "created":"2026-11-25T14:00:00.500000Z",\
                        "disclosed":[{"name":"request","pos":"7"},{"name":"reason","pos":"12"}],\
                        "erased":[],\
                        "format":"evidence/v1","gaps":[],"log":"gw.test/0011223344556677/2026",\
                        "open":["c1","c2"],"organization":"acme","purpose":"why \\"this\\"",\
                        "redacted":"others",\
                        "requester":{"id":"operator","kind":"service","via":"admin"},\
                        "salts":[{"name":"tags","pos":"7"}],\
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
    void aDisclosureNamesSomethingAndNotTooMuch() {
        List<DisclosedPart> many =
                LongStream.rangeClosed(0, 200)
                        .mapToObj(i -> new DisclosedPart(i, "reason", DisclosureForm.TEXT))
                        .toList();
        assertThatIllegalArgumentException().isThrownBy(() -> disclosed(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> disclosed(many));
        assertThat(disclosed(many.subList(0, 200)).disclosed()).hasSize(200);
    }

    private static PartDisclosed disclosed(List<DisclosedPart> parts) {
        return new PartDisclosed("call", "c", null, "log", "bdl_1", parts, List.of());
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
