package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.Answer;
import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.Client;
import io.affidavit.edge.call.Produced;
import io.affidavit.edge.call.StageResult;
import io.affidavit.edge.sse.Sse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells the client the end of its call, as a whole answer or as the end of a stream.
final class Ending {

    private final CallContext call;

    Ending(CallContext call) {
        this.call = call;
    }

    /// The answer is whole and on record.
    void whole(Produced produced) {
        Client client = call.client();
        if (!call.inbound().stream()) {
            client.answer(Answer.ok(call, produced.bytes()));
            return;
        }
        List<Answer.Field> head = call.head().ofStream();
        client.loop()
                .execute(() -> {
                    if (!produced.begun()) {
                        client.beginStream(head);
                    }
                    client.endStream(last(produced.ending()), true);
                });
    }

    /// There is no whole answer. A stream that has begun ends with an error event, without
    /// `[DONE]`.
    void failed(StageResult.Refuse refuse, Produced produced, @Nullable Integer retryAfter) {
        Client client = call.client();
        if (!produced.begun()) {
            client.answer(call.answers().error(refuse, call.head().ofWhole(), retryAfter));
            return;
        }
        byte[] event = call.answers().event(refuse);
        client.loop().execute(() -> client.endStream(last(event), false));
    }

    /// The last bytes of a stream, with the receipt in their last event.
    private ByteBuf last(byte[] events) {
        String receipt = call.head().receipt();
        return receipt == null
                ? Unpooled.wrappedBuffer(events)
                : Sse.commented(events, Answer.RECEIPT + ' ' + receipt);
    }
}
