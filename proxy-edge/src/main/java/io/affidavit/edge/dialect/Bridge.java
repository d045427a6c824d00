package io.affidavit.edge.dialect;

import io.affidavit.schemas.call.Surface;

/// How clients of one API and providers of one protocol understand each other. Stateless and
/// shared; an attempt at a deployment uses the bridge between the call's surface and the
/// deployment's protocol.
public interface Bridge {

    /// The API that is spoken to the provider. Its path and head follow from it.
    Surface providerSurface();

    /// What the request would lose on its way to a model; nothing where bytes pass.
    ///
    /// @param upstreamModel the provider's name of the model
    Losses losses(InboundRequest request, String upstreamModel);

    /// The body the provider receives, without its [#losses]; in a stream usage is asked for.
    /// Cannot fail for a request that was scanned.
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
