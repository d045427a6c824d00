package io.affidavit.edge.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;

/// Equips a connection that negotiated HTTP/2 (RFC 9113), with a bound for everything a client
/// could send without end.
final class Http2Setup {

    /// Streams of one connection at once; a further one is refused and may be tried again.
    static final int STREAMS = 100;

    /// Streams a client may cancel within [#WINDOW_SECONDS] ("rapid reset", CVE-2023-44487), and as
    /// many that we reset for its mistakes ("made you reset", CVE-2025-8671).
    static final int RESETS = 200;

    static final int WINDOW_SECONDS = 30;

    /// Answers to PING, SETTINGS and resets that may wait for a client that does not read.
    static final int CONTROL_FRAMES_WAITING = 1000;

    /// CONTINUATION frames of less than 8 KB in one header block.
    static final int SMALL_CONTINUATIONS = 16;

    /// Empty DATA frames in a row.
    static final int EMPTY_DATA = 10;

    /// What one stream, and twice what one connection, may send unasked.
    private static final int RECEIVE_WINDOW_BYTES = 256 * 1024;

    private Http2Setup() {}

    static void apply(ChannelPipeline pipeline, Http2Connection connection, int maxHeadBytes) {
        ChannelInitializer<Channel> streams =
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.config().setWriteBufferWaterMark(EdgeServer.WATER_MARK);
                        stream.pipeline().addLast(connection.newStream());
                    }
                };
        pipeline.addLast(codec(maxHeadBytes))
                .addLast(new Http2MultiplexHandler(streams))
                .addLast(connection);
    }

    private static Http2FrameCodec codec(int maxHeadBytes) {
        // Twice, because the size of a list counts 32 bytes more for each field (RFC 9113 §6.5.2):
        // what HTTP/1.1 takes must pass here. [Http2Heads] draws the same line as there.
        Http2Settings settings =
                new Http2Settings()
                        .maxConcurrentStreams(STREAMS)
                        .initialWindowSize(RECEIVE_WINDOW_BYTES)
                        .maxHeaderListSize(2L * maxHeadBytes);
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(settings)
                .validateHeaders(true)
                .validateRequiredPseudoHeaders(true)
                .encoderEnforceMaxQueuedControlFrames(CONTROL_FRAMES_WAITING)
                .encoderEnforceMaxRstFramesPerWindow(RESETS, WINDOW_SECONDS)
                .decoderEnforceMaxRstFramesPerWindow(RESETS, WINDOW_SECONDS)
                .decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_DATA)
                .decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS)
                .gracefulShutdownTimeoutMillis(-1) // until its streams end, which are bounded
                .build();
    }
}
