package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.AnswerBudget;
import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.Produced;
import io.affidavit.schemas.call.LeaseGuard;
import io.affidavit.schemas.value.FailureCode;
import io.netty.buffer.ByteBuf;

/// Collects an answer that the client gets as a whole, after it is on record.
final class WholeRelay extends AttemptRelay {

    private static final byte[] NOTHING = {};

    private final LeaseGuard lease;
    private final ByteSink answer;

    WholeRelay(CallContext call, AnswerBudget.Share room) {
        super(call);
        this.lease = call.lease();
        this.answer = new ByteSink(room);
    }

    @Override
    void data(ByteBuf data) {
        refuseMore(answer.append(data));
    }

    @Override
    void complete() {
        if (lease.mayForward()) {
            answered();
        } else {
            giveUp(FailureCode.EVIDENCE_UNAVAILABLE);
        }
    }

    @Override
    Produced produced() {
        return new Produced(
                answer.toArray(),
                NOTHING,
                estimate(answer.length()),
                false,
                requestId(),
                firstByteMicros());
    }
}
