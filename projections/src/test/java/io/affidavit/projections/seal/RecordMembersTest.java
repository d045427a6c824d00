package io.affidavit.projections.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.TestLog;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RecordActor;
import io.affidavit.schemas.evidence.RecordAggregate;
import io.affidavit.schemas.evidence.RecordDraft;
import io.affidavit.schemas.evidence.RecordLinks;
import io.affidavit.schemas.evidence.RecordPayload;
import io.affidavit.schemas.evidence.RecordPlace;
import io.affidavit.schemas.evidence.RecordTemplate;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.testing.Samples;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The members are those of the record, whatever its payload looks like.
class RecordMembersTest {

    private static final Instant AT = Instant.parse("2026-11-25T14:00:00.123456Z");
    private static final String NODE = "node56789abcdefG";

    private final RecordMembers members = new RecordMembers();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"at\":\"1970-01-01T00:00:00.000000Z\",\"by\":{\"id\":\"x\"}}",
                "{\"a\":{\"id\":\"x\"},\"at\":\"9\",\"log\":\"other\",\"node\":{\"id\":\"n\"}}",
                "{\"a\":{\"id\":\"x\"},\"org\":null,\"parts\":[],\"pos\":\"7\",\"prev\":\"0\"}",
                "{\"a\":{\"id\":\"x\"},\"org\":{\"id\":\"evil\",\"prev\":\"00\",\"seq\":\"5\"}}",
                "{\"a\":\"\\\"},\\\"org\\\":{\\\"id\\\":\\\"evil\"}",
                "{\"a\":\"\\\"],\\\"pos\\\":\\\"9\\\",\\\"prev\\\":\\\"\"}"
            })
    void finds(String data) {
        for (List<Part.Reference> parts :
                List.of(List.<Part.Reference>of(), List.of(Samples.reference()))) {
            check(record(data, "acme", parts));
            check(record(data, null, parts));
        }
    }

    @Test
    void knowsNoRecordThatIsCutOrChanged() {
        byte[] record = record("{}", "acme", List.of());
        for (int length = 0; length < record.length; length++) {
            assertThat(read(Arrays.copyOf(record, length))).isFalse();
        }
        assertThat(read("{}".getBytes(UTF_8))).isFalse();
    }

    /// Where it is received it has neighbours.
    @Test
    void looksAtNothingBesideARecord() {
        byte[] record = record("{}", "acme", List.of());
        byte[] three = new byte[3 * record.length];
        for (int i = 0; i < 3; i++) {
            System.arraycopy(record, 0, three, i * record.length, record.length);
        }
        int from = record.length;
        assertThat(members.read(three, from, 2 * from)).isTrue();
        assertThat(members.organization()).isEqualTo("acme");
        for (int cut = 1; cut < record.length; cut++) {
            assertThat(members.read(three, from, 2 * from - cut)).isFalse();
        }
        int at = new String(record, UTF_8).indexOf("\"at\"");
        for (int cut = at; cut < record.length; cut++) {
            assertThat(members.read(three, from + cut, 2 * from)).isFalse();
        }
    }

    private boolean read(byte[] record) {
        return members.read(record, 0, record.length);
    }

    private void check(byte[] record) {
        RecordView view = RecordView.parse(record);
        assertThat(read(record)).isTrue();
        assertThat(members.position()).isEqualTo(view.pos());
        assertThat(members.origin()).isEqualTo(view.log().value());
        assertThat(members.belongsTo(view.log().value().getBytes(US_ASCII))).isTrue();
        assertThat(members.previous()).isEqualTo(view.prev().value());
        assertThat(members.time()).isEqualTo("2026-11-25T14:00:00.123456Z");
        assertThat(members.hasOrganization()).isEqualTo(view.org() != null);
        if (view.org() != null) {
            assertThat(members.organization()).isEqualTo(view.org().id());
            assertThat(members.isOf("acme".getBytes(US_ASCII))).isTrue();
            assertThat(members.isOf("acm".getBytes(US_ASCII))).isFalse();
            assertThat(members.isOf("acme2".getBytes(US_ASCII))).isFalse();
            assertThat(members.isOf("acmf".getBytes(US_ASCII))).isFalse();
            assertThat(members.organizationSequence()).isEqualTo(view.org().sequence());
            assertThat(members.followsInOrganization(view.org().previous().bytes())).isTrue();
            assertThat(members.followsInOrganization(hash(3))).isFalse();
        }
        assertThat(members.followsHash(view.prev().bytes())).isTrue();
        assertThat(members.followsHash(hash(1))).isFalse();
        assertThat(members.isOfType("call.ad".getBytes(US_ASCII))).isTrue();
        assertThat(members.isOfType("call.completed".getBytes(US_ASCII))).isFalse();
    }

    private static byte[] record(
            String data, @Nullable String organization, List<Part.Reference> parts) {
        return RecordTemplate.of(
                        new RecordDraft(
                                TestLog.ORIGIN,
                                NODE,
                                new RecordAggregate("call", Samples.CALL.toString(), 3),
                                new RecordActor("service", "operator", "admin"),
                                new RecordLinks(organization, null, null, null),
                                new RecordPayload(
                                        Samples.CALL.toString(),
                                        "call.admitted",
                                        2,
                                        data.getBytes(UTF_8),
                                        parts)))
                .splice(new RecordPlace(AT, hash(1), 12, 34, 56, hash(2)));
    }

    private static byte[] hash(int first) {
        return HexFormat.of().parseHex("0" + first + "ab".repeat(Leaf.BYTES - 1));
    }
}
