package io.affidavit.edge.call;

import io.affidavit.edge.openai.GenerationBody;
import io.affidavit.edge.openai.KeyBody;
import io.affidavit.schemas.call.CallView;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.FailureCode;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a key what is known of it and of its own calls.
public final class OwnAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(OwnAnswers.class);

    /// More parameters than anybody needs.
    private static final int PARAMETERS_MAX = 16;

    private final OwnRecords records;
    private final Clock clock;

    /// @param clock says which day it is
    public OwnAnswers(OwnRecords records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    /// Who the key is and what it used.
    StageResult key(CallContext call) {
        return answered(
                call,
                () -> KeyBody.of(call.key(), records.usage(call.key().id(), clock.instant())));
    }

    /// What became of a call. One of another key is as absent as one that never was.
    StageResult generation(CallContext call) {
        List<String> given = parameter(call.request().query(), "id");
        if (given.isEmpty()) {
            return new StageResult.Refuse(
                    FailureCode.MISSING_PARAMETER,
                    "id",
                    "id: missing (expected: the value of x-affidavit-call-id)",
                    false);
        }
        CallId id = given.size() == 1 ? id(given.getFirst()) : null;
        return answered(
                call,
                () -> {
                    CallView view = id == null ? null : records.call(id, call.key().id());
                    return view == null ? null : GenerationBody.of(view);
                });
    }

    private static StageResult answered(CallContext call, Supplier<byte @Nullable []> body) {
        try {
            byte[] found = body.get();
            if (found == null) {
                return new StageResult.Refuse(
                        FailureCode.NOT_FOUND,
                        "id",
                        "id: not found (expected: the id of a call of this key)",
                        false);
            }
            call.client().answer(Answer.ok(call, found));
            return StageResult.PROCEED;
        } catch (OwnRecords.Unavailable e) {
            LOG.atWarn().setCause(e).addKeyValue("callId", call.id()).log("a read failed");
            return new StageResult.Refuse(
                    FailureCode.EVIDENCE_UNAVAILABLE, null, "the records do not answer", true);
        }
    }

    private static List<String> parameter(String query, String name) {
        try {
            return new QueryStringDecoder(query, StandardCharsets.UTF_8, false, PARAMETERS_MAX)
                    .parameters()
                    .getOrDefault(name, List.of());
        } catch (IllegalArgumentException _) {
            return List.of(""); // a broken escape names no call
        }
    }

    private static @Nullable CallId id(String text) {
        try {
            return CallId.parse(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
