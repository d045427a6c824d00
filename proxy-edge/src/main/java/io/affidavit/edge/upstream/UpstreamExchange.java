package io.affidavit.edge.upstream;

/// An attempt under way. All methods belong to the attempt's event loop; all may be called after
/// its end, without effect.
public interface UpstreamExchange {

    /// Lets the provider's bytes flow or holds them back. While they are held back, the provider's
    /// silence counts for no timeout but the total one.
    void setReading(boolean on);

    /// The answer's own end has come, such as `[DONE]`: the listener hears nothing more. The
    /// connection is kept for others if the provider's framing ends within a second.
    void finish();

    /// Closes the provider's connection at once. The listener hears nothing more.
    void cancel();
}
