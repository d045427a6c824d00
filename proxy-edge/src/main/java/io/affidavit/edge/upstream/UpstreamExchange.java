package io.affidavit.edge.upstream;

/// An attempt under way. Both methods belong to the attempt's event loop; both may be called after
/// its end, without effect.
public interface UpstreamExchange {

    /// Lets the provider's bytes flow or holds them back. While they are held back, the provider's
    /// silence counts for no timeout but the total one.
    void setReading(boolean on);

    /// Closes the provider's connection at once. The listener hears nothing more.
    void cancel();
}
