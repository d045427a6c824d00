package io.affidavit.edge.call;

/// Decides by a request's head whether its body is worth any memory. Asked only about bodies that
/// do not come at once with their head; the call itself authenticates anew.
@FunctionalInterface
public interface Doorkeeper {

    /// Whether to wait for the body of a request.
    ///
    /// @param path still percent-encoded, without query
    boolean admits(String path, ClientFields fields);
}
