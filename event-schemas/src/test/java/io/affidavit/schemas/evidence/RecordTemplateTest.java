package io.affidavit.schemas.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.affidavit.schemas.evidence.FormException.Rule;
import io.affidavit.schemas.value.Commitment;
import io.affidavit.schemas.value.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTemplateTest {

    private static final Part.Reference REASON =
            new Part.Reference(
                    "reason",
                    "text/plain",
                    RetentionClass.OPS_90D,
                    new Commitment("c".repeat(64)),
                    new Digest("d".repeat(64)),
                    "acme/202611/ops-90d/1:acme/1",
                    77);

    private static final String HOUSE_WIDE =
            """
            {"agg":{"id":"a1","seq":"0","type":"log"},"at":"2026-11-25T14:40:17.000000Z",\
            "by":{"id":"gateway","kind":"system","via":"system"},"call":null,"cause":null,\
            "corr":null,"data":{},"id":"e1","log":"gw.example/0123456789abcdef/2026",\
            "node":{"id":"n1","seq":"10"},"org":null,"parts":[],"pos":"0",\
            "prev":"1111111111111111111111111111111111111111111111111111111111111111",\
            "rev":"1","type":"log.opened","v":"1"}\
            """;

    @Test
    void writesAHouseWideRecordToTheByte() {
        RecordTemplate template = template(RecordLinks.NONE, "{}", List.of());

        assertThat(text(template.splice(place(0)))).isEqualTo(HOUSE_WIDE);
    }

    @Test
    void writesATenantsRecordToTheByte() {
        RecordLinks links = new RecordLinks("acme", "call1", "cause1", "corr1");

        byte[] record = template(links, "{\"k\":\"v\"}", List.of(REASON)).splice(place(1_234));

        assertThat(text(record))
                .contains("\"call\":\"call1\",\"cause\":\"cause1\",\"corr\":\"corr1\"")
                .contains("\"data\":{\"k\":\"v\"},\"id\":\"e1\"")
                .contains(
                        "\"org\":{\"id\":\"acme\",\"prev\":\""
                                + "22".repeat(32)
                                + "\",\"seq\":\"5\"},\"parts\":[{\"c\":\""
                                + "c".repeat(64)
                                + "\",\"d\":\""
                                + "d".repeat(64)
                                + "\",\"k\":\"acme/202611/ops-90d/1:acme/1\",\"l\":\"77\","
                                + "\"m\":\"text/plain\",\"n\":\"reason\",\"r\":\"ops-90d\"}],"
                                + "\"pos\":\"1234\",\"prev\":\"");
    }

    @Test
    void canBeSplicedAgainAfterALostRace() {
        RecordTemplate template = template(RecordLinks.NONE, "{}", List.of());
        template.splice(place(99));

        assertThat(text(template.splice(place(0)))).isEqualTo(HOUSE_WIDE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"a\":1}", "{\"b\":\"\",\"a\":\"\"}", "{} "})
    void refusesDataThatIsNotCanonical(String data) {
        assertThatExceptionOfType(FormException.class)
                .isThrownBy(() -> template(RecordLinks.NONE, data, List.of()));
    }

    @Test
    void refusesWhatCouldGrowOverTheLimitWhateverItsPlace() {
        int frame = template(RecordLinks.NONE, data(0), List.of()).maxLength();
        int room = RecordTemplate.MAX_BYTES - frame;

        assertThat(template(RecordLinks.NONE, data(room), List.of()).splice(place(Long.MAX_VALUE)))
                .hasSizeLessThanOrEqualTo(RecordTemplate.MAX_BYTES);
        assertThatExceptionOfType(FormException.class)
                .isThrownBy(() -> template(RecordLinks.NONE, data(room + 1), List.of()))
                .matches(refusal -> refusal.rule() == Rule.LENGTH);
    }

    @Test
    void refusesALoneSurrogateAnywhere() {
        RecordLinks links = new RecordLinks(null, "\ud800", null, null);

        assertThatIllegalArgumentException().isThrownBy(() -> template(links, "{}", List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "pos":"0"          | "pos":"00"         | VALUE
                    "pos":"0"          | "pos":"-0"         | VALUE
                    "pos":"0"          | "pos":"9223372036854775808" | VALUE
                    "pos":"0"          | "pos":0            | NUMBER
                    "rev":"1"          | "rev":"0"          | VALUE
                    "v":"1"            | "v":"2"            | VALUE
                    "v":"1"            | "v":"1","w":""     | MEMBER
                    "parts":[],        | ""                 | MEMBER
                    "org":null         | "org":{}           | MEMBER
                    "data":{}          | "data":[]          | MEMBER
                    "data":{}          | "data":null        | MEMBER
                    "call":null        | "call":true        | SYNTAX
                    14:40:17           | 24:40:17           | VALUE
                    11-25T             | 11-31T             | VALUE
                    .000000Z           | .000Z              | VALUE
                    :"1111             | :"111A             | VALUE
                    gw.example/        | GW/                | VALUE
                    """)
    void readsNothingButTheFormat(String good, String bad, Rule rule) {
        String broken = HOUSE_WIDE.replace(good, bad.equals("\"\"") ? "" : bad);
        assertThat(broken).isNotEqualTo(HOUSE_WIDE);

        assertThatExceptionOfType(FormException.class)
                .isThrownBy(() -> RecordView.parse(broken.getBytes(StandardCharsets.UTF_8)))
                .matches(refusal -> refusal.rule() == rule, rule.name());
    }

    @Test
    void refusesTwoPartsOfOneName() {
        List<Part.Reference> twice = List.of(REASON, REASON);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> template(RecordLinks.NONE, "{}", twice));

        String one = text(template(RecordLinks.NONE, "{}", List.of(REASON)).splice(place(0)));
        String part = one.substring(one.indexOf("[{\"c\"") + 1, one.indexOf("],\"pos\""));
        String two = one.replace(part, part + ',' + part);
        assertThatExceptionOfType(FormException.class)
                .isThrownBy(() -> RecordView.parse(two.getBytes(StandardCharsets.UTF_8)))
                .matches(refusal -> refusal.rule() == Rule.VALUE);
    }

    @Test
    void readsNothingOverTheLimit() {
        byte[] large = new byte[RecordTemplate.MAX_BYTES + 1];

        assertThatExceptionOfType(FormException.class)
                .isThrownBy(() -> RecordView.parse(large))
                .matches(refusal -> refusal.rule() == Rule.LENGTH);
    }

    @Test
    void readsEveryMember() {
        RecordLinks links = new RecordLinks("acme", "call1", null, "corr1");
        RecordView view =
                RecordView.parse(
                        template(links, "{\"k\":\"v\"}", List.of(REASON)).splice(place(7)));

        assertThat(view.agg()).isEqualTo(new RecordAggregate("log", "a1", 0));
        assertThat(view.at()).isEqualTo(Instant.parse("2026-11-25T14:40:17Z"));
        assertThat(view.by()).isEqualTo(new RecordActor("system", "gateway", "system"));
        assertThat(view.call()).isEqualTo("call1");
        assertThat(view.cause()).isNull();
        assertThat(view.corr()).isEqualTo("corr1");
        assertThat(text(view.data())).isEqualTo("{\"k\":\"v\"}");
        assertThat(view.node()).isEqualTo(new RecordNode("n1", 10));
        assertThat(view.org())
                .isEqualTo(new RecordOrganization("acme", new Digest("22".repeat(32)), 5));
        assertThat(view.parts()).containsExactly(REASON);
        assertThat(view.pos()).isEqualTo(7);
        assertThat(view.prev()).isEqualTo(new Digest("11".repeat(32)));
        assertThat(view).hasToString("log.opened@1 at 7");
    }

    private static RecordTemplate template(
            RecordLinks links, String data, List<Part.Reference> parts) {
        return RecordTemplate.of(
                new RecordDraft(
                        RandomRecords.ORIGIN,
                        "n1",
                        new RecordAggregate("log", "a1", 0),
                        new RecordActor("system", "gateway", "system"),
                        links,
                        new RecordPayload(
                                "e1",
                                "log.opened",
                                1,
                                data.getBytes(StandardCharsets.UTF_8),
                                parts)));
    }

    private static RecordPlace place(long position) {
        return new RecordPlace(
                Instant.parse("2026-11-25T14:40:17Z"), hash(0x22), 5, 10, position, hash(0x11));
    }

    private static byte[] hash(int filler) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) filler);
        return hash;
    }

    private static String data(int length) {
        return "{\"k\":\"" + "x".repeat(length) + "\"}";
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
