package io.affidavit.edge.call;

import io.affidavit.edge.anthropic.AnthropicModelList;
import io.affidavit.edge.openai.ModelList;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;

/// What a key may call, in the list its client's dialect knows.
final class Models {

    private Models() {}

    /// Answers the list or one of it, or refuses.
    static StageResult answer(CallContext call, ModelGrant grant) {
        byte[] body;
        if (call.endpoint().kind() == Endpoint.Kind.MODELS) {
            body = list(call, grant);
        } else {
            String alias = decoded(Endpoint.modelOf(call.request().path()));
            if (!grant.allows(alias)) {
                return StageResult.Refuse.modelNotFound();
            }
            body =
                    switch (call.endpoint().dialect()) {
                        case OPENAI -> ModelList.one(model(grant, alias));
                        case ANTHROPIC -> AnthropicModelList.one(anthropic(grant, alias));
                    };
        }
        call.client().answer(Answer.ok(call, body));
        return StageResult.PROCEED;
    }

    private static byte[] list(CallContext call, ModelGrant grant) {
        List<String> aliases = grant.aliases();
        return switch (call.endpoint().dialect()) {
            case OPENAI ->
                    ModelList.list(aliases.stream().map(alias -> model(grant, alias)).toList());
            case ANTHROPIC ->
                    AnthropicModelList.list(
                            aliases.stream().map(alias -> anthropic(grant, alias)).toList());
        };
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

    private static AnthropicModelList.Model anthropic(ModelGrant grant, String alias) {
        return new AnthropicModelList.Model(alias, grant.isSimulated(alias));
    }
}
