package io.affidavit.projections.bait;

import io.netty.channel.Channel;

/// Bait: bytes are carried elsewhere than at the edge.
public record UsesNetty(Channel channel) {}
