package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.CallRecorder;
import io.affidavit.edge.call.RecordingFailed;
import io.affidavit.edge.call.Stage;
import io.affidavit.edge.call.StageResult;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.call.LeaseGuard;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import java.time.Clock;
import java.util.List;

/// Puts the admission, its judgement and its first choice on record. Nothing goes upstream before.
public final class Admit implements Stage {

    private static final String ESTIMATE_METHOD = "utf8_bytes_div3/1";
    private static final long BYTES_PER_TOKEN = 3;

    private final CallRecorder recorder;
    private final Clock clock;
    private final LeaseGuard lease;

    public Admit(CallRecorder recorder, Clock clock, LeaseGuard lease) {
        this.recorder = recorder;
        this.clock = clock;
        this.lease = lease;
    }

    @Override
    public StageResult apply(CallContext call) {
        call.under(lease.term());
        try {
            call.rates(recorder.admit(call, command(call)));
        } catch (RecordingFailed e) {
            call.rates(e.rates());
            return e.settled();
        }
        call.admitted();
        return StageResult.PROCEED;
    }

    private AdmitCall command(CallContext call) {
        byte[] body = call.request().body();
        return new AdmitCall(
                call.id(),
                clock.instant(),
                call.caller(),
                call.alias(),
                call.surface(),
                call.inbound().stream(),
                body.length,
                TraceParent.checked(call.request().fields().traceParent()),
                estimate(call.inbound()),
                call.prompt(),
                call.choice(),
                List.of(
                        new Part.Content(
                                "request",
                                "application/json",
                                RetentionClass.AIACT_6M,
                                body,
                                call.keepsText())));
    }

    private static Estimate estimate(InboundRequest request) {
        long input = (request.body().length + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
        long most = request.maxOutputTokens();
        long output =
                most > Long.MAX_VALUE / request.choices()
                        ? Long.MAX_VALUE
                        : most * request.choices();
        return new Estimate(input, output, ESTIMATE_METHOD);
    }
}
