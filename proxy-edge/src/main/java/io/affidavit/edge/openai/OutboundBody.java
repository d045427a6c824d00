package io.affidavit.edge.openai;

import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.InboundRequest.Splice;
import io.affidavit.edge.json.JsonString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Makes the body a provider receives: the client's bytes with the model's name replaced and, in a
/// stream, usage asked for. All other bytes stay as they came.
public final class OutboundBody {

    private OutboundBody() {}

    /// A new body for one deployment.
    ///
    /// @param upstreamModel the provider's name of the model
    public static byte[] rewrite(InboundRequest request, String upstreamModel) {
        Splice place = request.facts().modelValue();
        Splice model = new Splice(place.from(), place.to(), JsonString.quote(upstreamModel));
        Splice usage = request.facts().askUsage();
        if (usage == null) {
            return apply(request.body(), model, null);
        }
        return usage.from() < model.from()
                ? apply(request.body(), usage, model)
                : apply(request.body(), model, usage);
    }

    private static byte[] apply(byte[] body, Splice first, @Nullable Splice second) {
        byte[] firstText = first.text().getBytes(StandardCharsets.UTF_8);
        byte[] secondText =
                second == null ? new byte[0] : second.text().getBytes(StandardCharsets.UTF_8);
        int secondFrom = second == null ? body.length : second.from();
        int secondTo = second == null ? body.length : second.to();
        int between = secondFrom - first.to();
        int rest = body.length - secondTo;
        byte[] out = new byte[first.from() + firstText.length + between + secondText.length + rest];
        int at = put(body, 0, first.from(), out, 0);
        at = put(firstText, 0, firstText.length, out, at);
        at = put(body, first.to(), secondFrom, out, at);
        at = put(secondText, 0, secondText.length, out, at);
        put(body, secondTo, body.length, out, at);
        return out;
    }

    private static int put(byte[] source, int from, int to, byte[] target, int at) {
        System.arraycopy(source, from, target, at, to - from);
        return at + to - from;
    }
}
