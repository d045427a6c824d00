package io.affidavit.edge.dialect;

import io.affidavit.schemas.call.Surface;
import java.util.List;

/// How clients of one API and providers of one protocol understand each other. Stateless and
/// shared; an attempt at a deployment uses the bridge between the call's surface and the
/// deployment's protocol.
public interface Bridge {

    /// The API that is spoken to the provider. Its path and head follow from it.
    Surface providerSurface();

    /// What the request asks for and the provider's protocol cannot say, as names of members such
    /// as `logprobs`; from a fixed vocabulary, each once, in that vocabulary's order. A route that
    /// refuses them takes no deployment behind this bridge; one that drops them has the list on
    /// record.
    List<String> untranslatable(InboundRequest request);

    /// The body the provider receives, without what is [#untranslatable]; in a stream usage is
    /// asked for. Cannot fail for a request that was scanned.
    ///
    /// @param upstreamModel the provider's name of the model
    byte[] request(InboundRequest request, String upstreamModel);

    /// Reads a whole answer of the provider.
    ///
    /// @param body the provider's bytes
    WholeAnswer answer(InboundRequest request, byte[] body);

    /// A reader of one streamed answer of the provider.
    AnswerStream stream(InboundRequest request);
}
