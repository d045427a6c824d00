package io.affidavit.edge.openai;

import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.InboundRequest.Splice;
import io.affidavit.edge.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Makes the body a provider receives: the client's bytes with the model's name replaced, in a
/// stream usage asked for, and without what was said to the gateway alone. All other bytes stay as
/// they came.
public final class OutboundBody {

    private static final int MOST_SPLICES = 3;

    private OutboundBody() {}

    /// A new body for one deployment.
    ///
    /// @param upstreamModel the provider's name of the model
    public static byte[] rewrite(InboundRequest request, String upstreamModel) {
        InboundRequest.Facts facts = request.facts();
        Splice model = facts.modelValue();
        List<Splice> splices = new ArrayList<>(MOST_SPLICES);
        splices.add(new Splice(model.from(), model.to(), JsonString.quote(upstreamModel)));
        if (facts.askUsage() != null) {
            splices.add(facts.askUsage());
        }
        if (facts.ours() != null) {
            splices.add(facts.ours());
        }
        splices.sort(Comparator.comparingInt(Splice::from));
        return apply(request.body(), splices);
    }

    private static byte[] apply(byte[] body, List<Splice> splices) {
        byte[][] texts = new byte[splices.size()][];
        int length = body.length;
        for (int i = 0; i < texts.length; i++) {
            Splice splice = splices.get(i);
            texts[i] = splice.text().getBytes(StandardCharsets.UTF_8);
            length += texts[i].length - (splice.to() - splice.from());
        }
        byte[] out = new byte[length];
        int at = 0;
        int from = 0;
        for (int i = 0; i < texts.length; i++) {
            at = put(body, from, splices.get(i).from(), out, at);
            at = put(texts[i], 0, texts[i].length, out, at);
            from = splices.get(i).to();
        }
        put(body, from, body.length, out, at);
        return out;
    }

    private static int put(byte[] source, int from, int to, byte[] target, int at) {
        System.arraycopy(source, from, target, at, to - from);
        return at + to - from;
    }
}
