package io.affidavit.projections.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.projections.seal.OrganizationEnds.End;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.RecordActor;
import io.affidavit.schemas.evidence.RecordAggregate;
import io.affidavit.schemas.evidence.RecordDraft;
import io.affidavit.schemas.evidence.RecordLinks;
import io.affidavit.schemas.evidence.RecordPayload;
import io.affidavit.schemas.evidence.RecordPlace;
import io.affidavit.schemas.evidence.RecordTemplate;
import io.affidavit.schemas.testing.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrganizationEndsTest {

    private static final Instant AT = Instant.parse("2026-11-25T14:00:00.123456Z");

    private final List<String> asked = new ArrayList<>();
    private final OrganizationEnds ends =
            new OrganizationEnds((organization, _) -> {
                asked.add(organization);
                return End.NONE;
            });
    private long position;

    /// Names that begin alike, alone and in turns.
    @Test
    void followsEachChainWhateverStandsBetween() throws Exception {
        byte[] acme = follow("acme", 0, End.NONE.leaf());
        acme = follow("acme", 1, acme);
        byte[] longer = follow("acme2", 0, End.NONE.leaf());
        acme = follow("acme", 2, acme);
        longer = follow("acme2", 1, longer);
        follow("acme2", 2, longer);
        follow("acme", 3, acme);

        assertThat(asked).containsExactly("acme", "acme2");
    }

    @Test
    void refusesTheEndOfAnotherChainAndAPlaceThatIsNotTheNext() throws Exception {
        byte[] acme = follow("acme", 0, End.NONE.leaf());
        byte[] other = follow("other", 0, End.NONE.leaf());

        assertThatThrownBy(() -> follow("other", 1, acme)).isInstanceOf(BrokenLogException.class);
        assertThatThrownBy(() -> follow("other", 2, other)).isInstanceOf(BrokenLogException.class);
        assertThatThrownBy(() -> follow("acme", 1, other)).isInstanceOf(BrokenLogException.class);
        follow("other", 1, other);
        follow("acme", 1, acme);
    }

    private byte[] follow(String organization, long sequence, byte[] previous) throws Exception {
        byte[] record =
                RecordTemplate.of(
                                new RecordDraft(
                                        TestLog.ORIGIN,
                                        "node56789abcdefG",
                                        new RecordAggregate("call", Samples.CALL.toString(), 3),
                                        new RecordActor("service", "operator", "admin"),
                                        new RecordLinks(organization, null, null, null),
                                        new RecordPayload(
                                                Samples.CALL.toString(),
                                                "call.admitted",
                                                2,
                                                "{}".getBytes(UTF_8),
                                                List.of())))
                        .splice(new RecordPlace(AT, previous, sequence, 0, ++position, previous));
        RecordMembers members = new RecordMembers();
        assertThat(members.read(record, 0, record.length)).isTrue();
        byte[] leaf = Leaf.leaf(record);
        ends.follow(position, members, leaf);
        return leaf;
    }
}
