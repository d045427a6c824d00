package io.affidavit.query.evidence.export;

import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.call;
import static io.affidavit.projections.testing.Stories.completed;

import io.affidavit.projections.testing.TestVault;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.value.CallId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/// A log with texts. Position 0 opens it, 1 and 2 are a call whose request was kept and whose
/// answer was not, 3 and 4 one with an empty answer, 5 and 6 one with a large text, 7 one with a
/// text that is too large for a bundle.
final class KeptTexts {

    static final CallId CALL = call(1);
    static final CallId OTHER = call(2);
    static final CallId LARGE = call(3);
    static final CallId HUGE = call(4);
    static final String PROMPT = "{\"content\":\"<b>Blå\u202e</b>\tsecret\"}";

    private KeptTexts() {}

    static void append(BundleHouse bundles) {
        bundles.house
                .log()
                .append(
                        admitted(CALL).withParts(List.of(part("request", PROMPT, true))),
                        completed(CALL, CallOutcome.COMPLETED, 10)
                                .withParts(List.of(part("response", "You said", false))),
                        admitted(OTHER).withParts(List.of(part("request", "other", true))),
                        completed(OTHER, CallOutcome.COMPLETED, 10)
                                .withParts(List.of(part("response", "", true))),
                        admitted(LARGE)
                                .withParts(List.of(part("request", "'".repeat(400_000), true))),
                        completed(LARGE, CallOutcome.COMPLETED, 10)
                                .withParts(List.of(part("response", "ok", true))),
                        admitted(HUGE)
                                .withParts(List.of(part("request", "x".repeat(1 << 20), true))));
        bundles.sealer.seal(bundles.house.log().size());
        JdbcTemplate sql = bundles.house.superuser();
        sql.execute("create table part_backup as select * from evidence.part");
        sql.execute("create table key_backup as select * from vault.epoch_key");
    }

    /// Undoes whatever was done to ciphertexts and keys.
    static void restore(BundleHouse bundles) {
        JdbcTemplate sql = bundles.house.superuser();
        sql.execute("delete from evidence.part");
        sql.execute("insert into evidence.part select * from part_backup");
        sql.execute("delete from vault.epoch_key");
        sql.execute("insert into vault.epoch_key select * from key_backup");
        bundles.writeKek(TestVault.KEK);
    }

    private static Part.Content part(String name, String text, boolean kept) {
        return new Part.Content(
                name,
                "application/json",
                RetentionClass.AIACT_6M,
                text.getBytes(StandardCharsets.UTF_8),
                kept);
    }
}
