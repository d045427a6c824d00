package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.CallRecorder;
import io.affidavit.edge.call.PresentedKey;
import io.affidavit.edge.call.RecordingFailed;
import io.affidavit.edge.call.Stage;
import io.affidavit.edge.call.StageResult;
import io.affidavit.schemas.call.Admission;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.LeaseGuard;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.routing.Destination;
import java.time.Clock;
import java.util.List;

/// Puts the admission, its judgement and its first choice on record. Nothing goes upstream before.
public final class Admit implements Stage {

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
        AdmitCall command = command(call);
        try {
            Admission admission = recorder.admit(call, command);
            call.head().rates(admission.rates());
            admission.instead().forEach(call::rerouted);
        } catch (RecordingFailed e) {
            call.head().rates(e.rates());
            return e.settled();
        }
        call.admitted(command.decidedAt());
        return StageResult.PROCEED;
    }

    private AdmitCall command(CallContext call) {
        byte[] body = call.request().body();
        List<Destination> destinations = Reach.of(call);
        return new AdmitCall(
                call.id(),
                clock.instant(),
                call.caller(),
                PresentedKey.header(call.request().fields()),
                call.alias(),
                call.surface(),
                call.inbound().stream(),
                body.length,
                TraceParent.checked(call.request().fields().traceParent()),
                Expected.of(call, destinations),
                call.prompt(),
                call.choice(),
                call.otherwise(),
                destinations,
                List.of(
                        new Part.Content(
                                "request",
                                "application/json",
                                RetentionClass.AIACT_6M,
                                body,
                                call.keepsText())));
    }
}
