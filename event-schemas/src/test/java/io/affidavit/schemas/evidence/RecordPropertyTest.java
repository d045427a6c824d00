package io.affidavit.schemas.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RecordPropertyTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void whatIsWrittenIsCanonicalAndReadsBackElsewhere() {
        Seeds.check(
                2_000,
                random -> {
                    byte[] data = RandomRecords.data(random);

                    CanonicalForm.checkData(data);
                    assertThat(rewritten(data)).isEqualTo(data);
                });
    }

    @Test
    void aRecordReadAndRenderedAgainIsTheSameBytes() {
        Seeds.check(
                1_000,
                random -> {
                    RecordDraft draft = RandomRecords.draft(random);
                    RecordPlace place = RandomRecords.place(random);
                    RecordTemplate template = RecordTemplate.of(draft);

                    byte[] record = template.splice(place);

                    CanonicalForm.check(record);
                    assertThat(record).hasSizeLessThanOrEqualTo(template.maxLength());
                    RecordView view = RecordView.parse(record);
                    assertThat(view.draft()).isEqualTo(draft);
                    assertThat(RecordTemplate.of(view.draft()).splice(view.place()))
                            .isEqualTo(record);
                });
    }

    /// One spelling per meaning: whatever slips through must be what a writer would have written.
    @Test
    void aChangedRecordIsRefusedOrIsTheOnlySpellingOfAnotherOne() {
        Seeds.check(
                20_000,
                random -> {
                    RecordTemplate template = RecordTemplate.of(RandomRecords.draft(random));
                    byte[] changed = changed(random, template.splice(RandomRecords.place(random)));
                    RecordView view;
                    try {
                        view = RecordView.parse(changed);
                    } catch (FormException refused) {
                        return;
                    }
                    assertThat(RecordTemplate.of(view.draft()).splice(view.place()))
                            .isEqualTo(changed);
                    assertThat(rewritten(changed)).isEqualTo(changed);
                });
    }

    private static byte[] changed(SplittableRandom random, byte[] record) {
        int at = random.nextInt(record.length);
        return switch (random.nextInt(4)) {
            case 0 -> {
                record[at] ^= (byte) (1 << random.nextInt(8));
                yield record;
            }
            case 1 -> {
                record[at] = record[random.nextInt(record.length)];
                yield record;
            }
            case 2 -> without(record, at, Math.min(record.length - at, 1 + random.nextInt(4)));
            default -> {
                int from = random.nextInt(record.length);
                int length = Math.min(record.length - from, 1 + random.nextInt(12));
                yield with(record, at, Arrays.copyOfRange(record, from, from + length));
            }
        };
    }

    private static byte[] without(byte[] record, int at, int length) {
        byte[] shorter = new byte[record.length - length];
        System.arraycopy(record, 0, shorter, 0, at);
        System.arraycopy(record, at + length, shorter, at, shorter.length - at);
        return shorter;
    }

    private static byte[] with(byte[] record, int at, byte[] more) {
        byte[] longer = new byte[record.length + more.length];
        System.arraycopy(record, 0, longer, 0, at);
        System.arraycopy(more, 0, longer, at, more.length);
        System.arraycopy(record, at, longer, at + more.length, record.length - at);
        return longer;
    }

    /// Through a parser that knows nothing of the profile.
    private static byte[] rewritten(byte[] canonical) {
        CanonicalWriter writer = new CanonicalWriter(canonical.length);
        write(writer, JSON.readTree(new String(canonical, StandardCharsets.UTF_8)));
        return writer.toBytes();
    }

    private static void write(CanonicalWriter writer, JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                writer.beginObject();
                for (Map.Entry<String, JsonNode> member : node.properties()) {
                    write(writer.name(member.getKey()), member.getValue());
                }
                writer.endObject();
            }
            case ARRAY -> {
                writer.beginArray();
                node.values().forEach(element -> write(writer, element));
                writer.endArray();
            }
            case STRING -> writer.value(node.stringValue());
            case BOOLEAN -> writer.value(node.booleanValue());
            case NULL -> writer.nullValue();
            default -> throw new AssertionError("not in the profile: " + node);
        }
    }
}
