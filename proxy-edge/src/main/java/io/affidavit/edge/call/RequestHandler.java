package io.affidavit.edge.call;

/// Takes framed requests and sees to it that each is answered, then or later.
public interface RequestHandler {

    /// Takes a request over, on its client's event loop.
    void handle(Client client);
}
