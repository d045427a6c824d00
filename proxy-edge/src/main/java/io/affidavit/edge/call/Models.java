package io.affidavit.edge.call;

import io.affidavit.edge.openai.ModelList;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;

/// Answers what a key may call. Nothing is decided, so nothing is recorded; only a refusal is.
public final class Models {

    private final Stage authenticate;
    private final CallPipeline pipeline;

    /// @param pipeline records and answers refusals
    public Models(Stage authenticate, CallPipeline pipeline) {
        this.authenticate = authenticate;
        this.pipeline = pipeline;
    }

    /// Answers the list or one of it.
    public void answer(CallContext call) {
        if (authenticate.apply(call) instanceof StageResult.Refuse refuse) {
            pipeline.refuse(call, refuse);
            return;
        }
        ModelGrant grant = ModelGrant.of(call.catalog(), call.key());
        if (call.endpoint().kind() == Endpoint.Kind.MODELS) {
            List<ModelList.Model> models =
                    grant.aliases().stream().map(alias -> model(grant, alias)).toList();
            answer(call, ModelList.list(models));
            return;
        }
        String alias = decoded(Endpoint.modelOf(call.request().path()));
        if (grant.allows(alias)) {
            answer(call, ModelList.one(model(grant, alias)));
        } else {
            pipeline.refuse(call, StageResult.Refuse.modelNotFound());
        }
    }

    /// Percent-decoded once; what is no encoding names no model.
    private static String decoded(String segment) {
        try {
            return QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static ModelList.Model model(ModelGrant grant, String alias) {
        return new ModelList.Model(alias, 0, grant.isSimulated(alias));
    }

    private static void answer(CallContext call, byte[] body) {
        call.client().answer(new Answer(200, body, List.of(Answer.callId(call.request())), false));
    }
}
