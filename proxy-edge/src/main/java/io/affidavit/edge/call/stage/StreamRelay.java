package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.Answer;
import io.affidavit.edge.call.AnswerBudget;
import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.Produced;
import io.affidavit.edge.dialect.AnswerFault;
import io.affidavit.edge.dialect.AnswerStream;
import io.affidavit.schemas.call.LeaseGuard;
import io.affidavit.schemas.value.FailureCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Passes a stream's content on as it comes and holds its end back until it is on record. The
/// client's answer begins with the first content, so that until then another attempt can follow.
final class StreamRelay extends AttemptRelay {

    private static final int SLACK_BYTES = 256;
    private static final byte[] NOTHING = {};

    private final LeaseGuard lease;
    private final AnswerStream stream;
    private final ByteSink sent;
    private final List<Answer.Field> head;
    private byte[] ending = NOTHING;
    private boolean begun;

    StreamRelay(CallContext call, AnswerStream stream, AnswerBudget.Share room) {
        super(call);
        this.head = call.head().ofStream();
        this.lease = call.lease();
        this.stream = stream;
        this.sent = new ByteSink(room);
    }

    @Override
    void data(ByteBuf data) {
        if (!lease.mayForward()) {
            giveUp(FailureCode.EVIDENCE_UNAVAILABLE);
            return;
        }
        ByteBuf out = data.alloc().ioBuffer(data.readableBytes() + SLACK_BYTES);
        AnswerFault fault = stream.read(data, out);
        if (pass(out)) {
            settle(fault, stream.done());
        }
    }

    @Override
    void complete() {
        if (!lease.mayForward()) {
            giveUp(FailureCode.EVIDENCE_UNAVAILABLE);
            return;
        }
        ByteBuf out = Unpooled.buffer();
        AnswerFault fault = stream.end(out);
        if (pass(out)) {
            settle(fault, true);
        }
    }

    private void settle(@Nullable AnswerFault fault, boolean done) {
        if (fault != null) {
            breakOff(fault.code());
        } else if (done) {
            ByteBuf held = Unpooled.buffer(SLACK_BYTES);
            stream.writeEnd(held);
            ending = ByteBufUtil.getBytes(held);
            answered();
        }
    }

    /// Sends and releases; false when the answer has become too large.
    private boolean pass(ByteBuf out) {
        if (!out.isReadable()) {
            out.release();
            return true;
        }
        ByteSink.Taken taken = sent.append(out);
        if (taken != ByteSink.Taken.ALL) {
            out.release();
            refuseMore(taken);
            return false;
        }
        if (!begun) {
            begun = true;
            client().beginStream(head);
        }
        client().send(out);
        client().flush();
        return true;
    }

    @Override
    Produced produced() {
        return new Produced(
                sent.toArray(),
                ending,
                firstByteMicros() == null ? estimate(0) : stream.facts(),
                begun,
                requestId(),
                firstByteMicros());
    }
}
