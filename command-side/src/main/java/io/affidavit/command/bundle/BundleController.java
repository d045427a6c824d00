package io.affidavit.command.bundle;

import io.affidavit.command.web.AdminRequest;
import io.affidavit.command.web.Answers;
import io.affidavit.command.web.BodyBytes;
import io.affidavit.command.web.Form;
import io.affidavit.command.web.Forms;
import io.affidavit.command.web.Refused;
import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.bundle.BundleAnswer;
import io.affidavit.schemas.bundle.BundleQuery.PrepareBundle;
import io.affidavit.schemas.bundle.BundleState;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RecordActor;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.value.FailureCode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// `POST /evidence/bundles`: has the room that reads prepare a bundle.
@RestController
class BundleController {

    private static final int MAX_BODY_BYTES = 1_048_576;
    private static final int ID_DIGITS = 16;
    private static final int TYPES_MAX = 50;
    private static final int ANSWER_MAX_SECONDS = 15;
    private static final int NAMES_MAX = 20;
    private static final Form PART = Form.oneOf(EventNames.parts());
    private static final Form NOTE =
            Form.of(BundleController::isCheckpoint, "the text of a signed checkpoint");

    private final QueryGateway queries;
    private final Clock clock;

    BundleController(QueryGateway queries, Clock clock) {
        this.queries = queries;
        this.clock = clock;
    }

    @PostMapping("/evidence/bundles")
    @Answers(202)
    @RequiresPermission(Permission.EVIDENCE_EXPORT)
    ResponseEntity<BundleState> prepare(@BodyBytes(MAX_BODY_BYTES) AdminRequest request) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ScopeBody scope = ScopeBody.read(request.fields().requiredNested("scope"), now);
        String purpose = request.fields().required("purpose", Forms.NAME);
        List<String> withheld =
                request.fields().optionalTexts("withhold", TYPES_MAX, ScopeBody.TYPE);
        List<String> disclosed = request.fields().optionalTexts("disclose", NAMES_MAX, PART);
        String known = request.fields().optional("known", NOTE);
        Boolean stamp = request.fields().optionalBoolean("stamp");
        if (Forms.isWellFormed(purpose)) {
            request.add(Part.Content.text("purpose", RetentionClass.AIACT_6M, purpose));
        }
        List<Part> parts = request.finish();
        requireDisclosing(request.administrator(), disclosed);
        Actor by = Actor.OPERATOR;
        BundleAnswer answer =
                ask(
                        new PrepareBundle(
                                "bdl_" + request.newId("bundle", ID_DIGITS),
                                now,
                                scope.scope(),
                                purpose,
                                new RecordActor(by.kind(), by.id(), by.via()),
                                withheld == null ? List.of() : withheld,
                                disclosed == null ? List.of() : disclosed,
                                known,
                                stamp,
                                parts));
        BundleState state = answer.state();
        if (state == null) {
            throw refused(answer.failure(), answer.detail());
        }
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(state);
    }

    /// Whoever may export may not thereby read texts.
    ///
    /// @throws Refused for whoever may not
    static void requireDisclosing(Administrator asking, @Nullable List<String> names) {
        if (names != null && !asking.may(Permission.CONTENT_DISCLOSE)) {
            throw new Refused(
                    FailureCode.PERMISSION_DENIED,
                    "disclose: needs the permission "
                            + Permission.CONTENT_DISCLOSE.code()
                            + " (expected: absent, or the operator token)");
        }
    }

    /// Whether it is of this log, and signed, judges the room that reads.
    private static boolean isCheckpoint(String text) {
        try {
            return text.length() <= SignedNote.MAX_BYTES
                    && SignedNote.parse(text).checkpoint().size() > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private BundleAnswer ask(PrepareBundle query) {
        try {
            return queries.query(query, BundleAnswer.class)
                    .get(ANSWER_MAX_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(FailureCode.SHUTTING_DOWN, "shutting down");
        } catch (TimeoutException | ExecutionException e) {
            Refused refused =
                    new Refused(FailureCode.EVIDENCE_UNAVAILABLE, "evidence cannot be read");
            refused.initCause(e);
            throw refused;
        }
    }

    private static Refused refused(@Nullable FailureCode code, @Nullable String detail) {
        return new Refused(
                code == null ? FailureCode.INTERNAL_ERROR : code,
                detail == null ? "refused" : detail);
    }
}
