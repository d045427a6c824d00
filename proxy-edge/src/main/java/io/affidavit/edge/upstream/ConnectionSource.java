package io.affidavit.edge.upstream;

import io.affidavit.schemas.routing.BaseUrl;
import io.netty.channel.EventLoop;

/// Where an attempt gets its connection: first from the pool, else opened anew.
record ConnectionSource(ConnectionPool pool, Connector connector, BaseUrl url, EventLoop loop) {}
