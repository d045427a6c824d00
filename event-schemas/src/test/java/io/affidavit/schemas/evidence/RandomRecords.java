package io.affidavit.schemas.evidence;

import io.affidavit.schemas.testing.Seeds;
import io.affidavit.schemas.value.Commitment;
import io.affidavit.schemas.value.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Draws canonical values, drafts and places for the properties of this package.
final class RandomRecords {

    static final LogOrigin ORIGIN = LogOrigin.of("gw.example", "0123456789abcdef", 2026);

    private static final List<RetentionClass> RETENTIONS = List.of(RetentionClass.values());

    private RandomRecords() {}

    static byte[] data(SplittableRandom random) {
        CanonicalWriter writer = CanonicalWriter.forData(random.nextInt(200));
        object(writer, random, 2);
        return writer.toBytes();
    }

    static RecordDraft draft(SplittableRandom random) {
        return new RecordDraft(
                ORIGIN,
                Seeds.text(random, 12),
                new RecordAggregate(Seeds.text(random, 8), Seeds.text(random, 40), number(random)),
                new RecordActor(
                        Seeds.text(random, 8), Seeds.text(random, 20), Seeds.text(random, 6)),
                new RecordLinks(maybe(random), maybe(random), maybe(random), maybe(random)),
                new RecordPayload(
                        Seeds.text(random, 36),
                        Seeds.text(random, 30),
                        random.nextInt(1, Integer.MAX_VALUE),
                        data(random),
                        parts(random)));
    }

    static RecordPlace place(SplittableRandom random) {
        Instant at =
                Instant.ofEpochSecond(
                        random.nextLong(253_402_300_800L), random.nextInt(1_000_000) * 1_000L);
        return new RecordPlace(
                at,
                Seeds.bytes(random, 32),
                number(random),
                number(random),
                number(random),
                Seeds.bytes(random, 32));
    }

    private static List<Part.Reference> parts(SplittableRandom random) {
        List<Part.Reference> parts = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            RetentionClass retention = RETENTIONS.get(random.nextInt(RETENTIONS.size()));
            KeyRef keyRef = new KeyRef("acme", "202611", retention, 1 + left, "s_" + left, 1);
            parts.add(
                    new Part.Reference(
                            "part" + left,
                            "text/plain",
                            retention,
                            Commitment.of(Seeds.bytes(random, 32)),
                            Digest.of(Seeds.bytes(random, 32)),
                            keyRef.toString(),
                            number(random)));
        }
        return parts;
    }

    /// Numbers of every length, not only long ones.
    private static long number(SplittableRandom random) {
        return random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
    }

    private static @Nullable String maybe(SplittableRandom random) {
        return random.nextBoolean() ? Seeds.text(random, 36) : null;
    }

    private static void value(CanonicalWriter writer, SplittableRandom random, int depth) {
        switch (random.nextInt(depth == CanonicalWriter.MAX_DEPTH ? 4 : 6)) {
            case 0 -> writer.nullValue();
            case 1 -> writer.value(random.nextBoolean());
            case 2, 3 -> writer.value(Seeds.text(random, 10));
            case 4 -> object(writer, random, depth + 1);
            default -> array(writer, random, depth + 1);
        }
    }

    private static void object(CanonicalWriter writer, SplittableRandom random, int depth) {
        TreeSet<String> keys = new TreeSet<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            keys.add("k" + Integer.toString(random.nextInt(1_500), 36));
        }
        writer.beginObject();
        for (String key : keys) {
            value(writer.name(key), random, depth);
        }
        writer.endObject();
    }

    private static void array(CanonicalWriter writer, SplittableRandom random, int depth) {
        writer.beginArray();
        for (int left = random.nextInt(4); left > 0; left--) {
            value(writer, random, depth);
        }
        writer.endArray();
    }
}
