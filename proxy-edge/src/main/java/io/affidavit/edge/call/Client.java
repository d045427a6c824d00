package io.affidavit.edge.call;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.List;

/// The client's side of one request: the request, and the only ways to answer it.
public interface Client {

    /// What was asked.
    ClientRequest request();

    /// The event loop of the client's connection. The call's upstream runs on it as well, so that
    /// the bytes of a stream never change threads.
    EventLoop loop();

    /// Whether the client has left. Any thread may ask.
    boolean isGone();

    /// Answers as a whole, once. Any thread may call it; nothing happens if the client has left.
    void answer(Answer answer);

    /// Who is told that the client has left or can take more. Loop only.
    void watch(Watcher watcher);

    /// Begins a stream with status 200. Loop only.
    ///
    /// @param head fields beyond the ones every stream carries
    void beginStream(List<Answer.Field> head);

    /// Sends a piece of the stream, and takes the buffer over. Loop only.
    void send(ByteBuf content);

    /// Pushes out what was sent. Loop only.
    void flush();

    /// Ends the stream after a last piece, and takes the buffer over. Loop only.
    ///
    /// @param whole whether the client may take it for the whole answer and go on using the
    ///   connection
    void endStream(ByteBuf last, boolean whole);

    /// Hears about the client on its event loop.
    interface Watcher {

        /// The client has left before its answer was complete.
        void onGone();

        /// The client's connection can take more, or no more for now.
        void onWritable(boolean writable);
    }
}
