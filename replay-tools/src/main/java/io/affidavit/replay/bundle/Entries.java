package io.affidavit.replay.bundle;

import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.replay.verify.SelectionVerifier;
import io.affidavit.replay.verify.Shown;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Walks shown and withheld records together, in the order of their positions, and lets them be
/// judged on the way.
final class Entries implements Closeable {

    private static final int LONGEST_RECORD = 64 * 1024;
    private static final int LONGEST_WITHHELD = 512;
    private static final Pattern WITHHELD =
            Pattern.compile(
                    "\\{\"leaf\":\"([0-9a-f]{64})\",\"pos\":\"(0|[1-9][0-9]{0,17})\","
                            + "\"reason\":\"[a-z_-]{1,64}\"\\}");

    private final Lines events;
    private final @Nullable Lines withheld;
    private final SelectionVerifier verifier;
    private final Failures failures;
    private final Consumer<Shown> passing;

    private @Nullable Shown nextShown;
    private @Nullable Entry nextWithheld;
    private long shownCount;
    private long withheldCount;

    /// A leaf at its place.
    ///
    /// @param position the place, or [Shown#NOWHERE]
    /// @param object how failures name it
    @SuppressWarnings("ArrayRecordComponent") // a hash among hashes
    record Entry(long position, byte[] leaf, String object) {}

    /// @param passing gets each shown record on its way
    Entries(
            Container container,
            SelectionVerifier verifier,
            Failures failures,
            Consumer<Shown> passing)
            throws IOException {
        this.events = new Lines(container.open(Names.EVENTS), Names.EVENTS, LONGEST_RECORD);
        this.withheld =
                container.has(Names.WITHHELD)
                        ? new Lines(
                                container.open(Names.WITHHELD), Names.WITHHELD, LONGEST_WITHHELD)
                        : null;
        this.verifier = verifier;
        this.failures = failures;
        this.passing = passing;
        this.nextShown = readShown();
        this.nextWithheld = readWithheld();
    }

    /// The next entry; null behind the last one.
    @Nullable Entry next() throws IOException {
        Shown shown = nextShown;
        Entry kept = nextWithheld;
        if (kept != null && (shown == null || kept.position() < shown.position())) {
            verifier.withheld(kept.position(), kept.leaf());
            withheldCount++;
            nextWithheld = readWithheld();
            return kept;
        }
        if (shown == null) {
            return null;
        }
        verifier.follow(shown);
        passing.accept(shown);
        shownCount++;
        String object =
                shown.position() == Shown.NOWHERE
                        ? Names.EVENTS + " line " + events.number()
                        : "record " + shown.position();
        nextShown = readShown();
        return new Entry(shown.position(), shown.leaf(), object);
    }

    long shownCount() {
        return shownCount;
    }

    long withheldCount() {
        return withheldCount;
    }

    private @Nullable Shown readShown() throws IOException {
        byte[] line = events.next();
        return line == null ? null : verifier.read(events.number(), line);
    }

    private @Nullable Entry readWithheld() throws IOException {
        if (withheld == null) {
            return null;
        }
        for (byte[] line = withheld.next(); line != null; line = withheld.next()) {
            Matcher kept = WITHHELD.matcher(new String(line, StandardCharsets.ISO_8859_1));
            if (kept.matches()) {
                long position = Long.parseLong(kept.group(2));
                byte[] leaf = HexFormat.of().parseHex(kept.group(1));
                return new Entry(position, leaf, "withheld record " + position);
            }
            failures.add(
                    Check.RECORD_FORM,
                    Names.WITHHELD + " line " + withheld.number(),
                    "something else",
                    "leaf, pos and reason of one record");
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        events.close();
        if (withheld != null) {
            withheld.close();
        }
    }
}
