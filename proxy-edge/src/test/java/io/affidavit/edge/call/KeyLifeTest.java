package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.schemas.access.AdminTokenFormat;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.VirtualKeyFormat;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.value.AdminTokenId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a key may do at each point of its life.
class KeyLifeTest {

    private static final VirtualKeyId ID = VirtualKeyFormat.parse(Pages.KEY).orElseThrow();
    private static final String OLD = VirtualKeyFormat.compose(ID, new byte[32]);
    private static final String FOREIGN = "litellm-master-1234";
    private static final TeamId OTHER = new TeamId("other");
    private static final Instant SOON = Instant.parse("2099-01-01T00:00:00Z");
    private static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");
    private static final List<String> ANY = List.of("*");
    private static final String CHAT =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"," + "\"content\":\"Hi\"}]}";

    private EdgeHouse house;

    @BeforeEach
    void open() {
        house = EdgeHouse.open();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void takesTheSecretBeforeUntilItsGraceEnds() throws Exception {
        show(key(Pages.KEY, new CatalogPage.Grace(mac(OLD), SOON), false, ANY, ANY, false));
        assertThat(models(Pages.KEY)).isEqualTo(200);
        assertThat(models(OLD)).isEqualTo(200);

        show(key(Pages.KEY, new CatalogPage.Grace(mac(OLD), PAST), false, ANY, ANY, false));
        assertThat(models(Pages.KEY)).isEqualTo(200);
        assertThat(models(OLD)).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"SEAL,,true", "SEAL,COMMIT,false", "COMMIT,,false", "COMMIT,SEAL,true"})
    void keepsTextsAsTheKeySaysOrElseItsOrganization(
            ContentMode organization, @Nullable ContentMode own, boolean kept) throws Exception {
        CatalogPage page = Pages.keyed(Pages.simulated(), List.of(keeping(own)));
        house.catalog.show(Pages.keeping(page, organization));

        assertThat(chat()).isEqualTo(200);

        assertThat(keeps(house.journal.await(AdmitCall.class).parts())).isEqualTo(kept);
        assertThat(keeps(house.journal.await(CompleteCall.class).parts())).isEqualTo(kept);
    }

    private static boolean keeps(List<Part> parts) {
        return ((Part.Content) parts.getFirst()).keepText();
    }

    private static CatalogPage.Key keeping(@Nullable ContentMode own) {
        return new CatalogPage.Key(
                ID,
                mac(Pages.KEY),
                null,
                false,
                Pages.ACME,
                null,
                null,
                ANY,
                ANY,
                own,
                null,
                false,
                false);
    }

    @Test
    void refusesABlockedKeyLikeARevokedOne() throws Exception {
        show(key(Pages.KEY, null, false, ANY, ANY, true));
        assertThat(models(Pages.KEY)).isEqualTo(401);
        show(key(Pages.KEY, null, false, ANY, ANY, false));
        assertThat(models(Pages.KEY)).isEqualTo(200);
    }

    @Test
    void takesAnImportedKeyOfAnyForm() throws Exception {
        show(key(FOREIGN, null, true, ANY, ANY, false));
        assertThat(models(FOREIGN)).isEqualTo(200);
        assertThat(models(FOREIGN + "5")).isEqualTo(401);
        assertThat(models("")).isEqualTo(401);

        // Rotated: its new secret is one of ours, and the one before still has no form.
        show(key(Pages.KEY, new CatalogPage.Grace(mac(FOREIGN), SOON), true, ANY, ANY, false));
        assertThat(models(FOREIGN)).isEqualTo(200);
        assertThat(models(Pages.KEY)).isEqualTo(200);

        show(key(Pages.KEY, null, true, ANY, ANY, false));
        assertThat(models(FOREIGN)).isEqualTo(401);
        assertThat(models(Pages.KEY)).isEqualTo(200);
    }

    @Test
    void doesNotTakeAnotherKeysSecretForAnImportedOne() throws Exception {
        show(key(FOREIGN, null, false, ANY, ANY, false)); // of our own, as if by accident
        assertThat(models(FOREIGN)).isEqualTo(401);
    }

    @Test
    void takesNoAdminTokenWhoseHashWasImported() throws Exception {
        String token =
                AdminTokenFormat.compose(
                        new AdminTokenId(ID.value()), new byte[AdminTokenFormat.SECRET_BYTES]);
        show(key(token, null, true, ANY, ANY, false));
        assertThat(models(token)).isEqualTo(401);
    }

    @Test
    void grantsAliasesOfABeginning() throws Exception {
        show(key(Pages.KEY, null, false, List.of("m*"), ANY, false));
        assertThat(chat()).isEqualTo(200);
        show(key(Pages.KEY, null, false, List.of("n*", "mm"), ANY, false));
        assertThat(chat()).isEqualTo(404);
    }

    @Test
    void refusesASurfaceThatIsNotAllowedAndRecordsIt() throws Exception {
        show(key(Pages.KEY, null, false, ANY, List.of("messages", "chat_completions"), false));
        assertThat(chat()).isEqualTo(200);
        show(key(Pages.KEY, null, false, ANY, List.of("messages"), false));
        try (Wire wire = Wire.to(house.port())) {
            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, CHAT)).read();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("\"permission_denied\"");
        }
        assertThat(models(Pages.KEY)).isEqualTo(200);
        assertThat(house.journal.all(RefuseCall.class))
                .extracting(RefuseCall::failure)
                .containsExactly(FailureCode.PERMISSION_DENIED);
    }

    @Test
    void refusesTheKeysOfAnArchivedScope() throws Exception {
        CatalogPage page = Pages.keyed(Pages.simulated(), List.of(own(new TeamId("t"))));
        house.catalog.show(Pages.archived(page, new CatalogPage.Archived(Pages.ACME, OTHER, null)));
        assertThat(chat()).isEqualTo(200);
        house.catalog.show(
                Pages.archived(page, new CatalogPage.Archived(Pages.ACME, new TeamId("t"), null)));
        assertThat(chat()).isEqualTo(403);
        assertThat(models(Pages.KEY)).isEqualTo(403);
        house.catalog.show(Pages.archived(page, new CatalogPage.Archived(Pages.ACME, null, null)));
        assertThat(chat()).isEqualTo(403);
    }

    private static CatalogPage.Key own(TeamId team) {
        return new CatalogPage.Key(
                ID,
                mac(Pages.KEY),
                null,
                false,
                Pages.ACME,
                team,
                null,
                ANY,
                ANY,
                null,
                null,
                false,
                false);
    }

    private void show(CatalogPage.Key key) {
        house.catalog.show(Pages.keyed(Pages.simulated(), List.of(key)));
    }

    private int chat() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            return wire.send(Wire.chat(Pages.KEY, CHAT)).read().status();
        }
    }

    private int models(String key) throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            return wire.send(Wire.get("/v1/models", key)).read().status();
        }
    }

    private static String mac(String key) {
        return VirtualKeyFormat.macHex(Pages.pepper(), key);
    }

    private static CatalogPage.Key key(
            String secret,
            CatalogPage.@Nullable Grace grace,
            boolean imported,
            List<String> aliases,
            List<String> surfaces,
            boolean blocked) {
        return new CatalogPage.Key(
                ID,
                mac(secret),
                grace,
                imported,
                Pages.ACME,
                null,
                null,
                aliases,
                surfaces,
                null,
                null,
                blocked,
                false);
    }
}
