package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.Answer;
import io.affidavit.edge.call.Answers;
import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.Client;
import io.affidavit.edge.call.Produced;
import io.affidavit.edge.call.StageResult;
import io.affidavit.edge.openai.ErrorBody;
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
        Answer.Field callId = Answer.callId(call.request());
        if (!call.inbound().stream()) {
            client.answer(new Answer(200, produced.bytes(), List.of(callId), false));
            return;
        }
        client.loop()
                .execute(() -> {
                    if (!produced.begun()) {
                        client.beginStream(callId);
                    }
                    client.endStream(Unpooled.wrappedBuffer(produced.ending()), true);
                });
    }

    /// There is no whole answer. A stream that has begun ends with an error event, without
    /// `[DONE]`.
    void failed(StageResult.Refuse refuse, Produced produced, @Nullable Integer retryAfter) {
        Client client = call.client();
        if (!produced.begun()) {
            client.answer(Answers.error(refuse, Answer.callId(call.request()), retryAfter));
            return;
        }
        byte[] event = ErrorBody.event(refuse.code(), refuse.param(), refuse.message());
        client.loop().execute(() -> client.endStream(Unpooled.wrappedBuffer(event), false));
    }
}
