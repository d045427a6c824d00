package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.CallRecorder;
import io.affidavit.edge.call.RecordingFailed;
import io.affidavit.schemas.call.CallCommand;
import io.affidavit.schemas.value.FailureCode;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records a call's end that nobody waits for any more, again and again for a bounded while. What
/// then is still open is abandoned on record when this node's lease ends.
public final class Patience {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final CallRecorder recorder;
    private final Duration longest;

    public Patience(CallRecorder recorder, Duration longest) {
        this.recorder = recorder;
        this.longest = longest;
    }

    void record(CallContext call, CallCommand command) {
        long start = System.nanoTime();
        while (true) {
            try {
                recorder.record(call, command);
                return;
            } catch (RecordingFailed e) {
                boolean hopeless =
                        e.code() != FailureCode.EVIDENCE_UNAVAILABLE || call.stop().isStopped();
                if (hopeless || System.nanoTime() - start > longest.toNanos()) {
                    LOG.atWarn()
                            .setCause(e)
                            .addKeyValue("callId", call.id())
                            .addKeyValue("code", e.code().code())
                            .log("a call's end could not be recorded");
                    return;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
