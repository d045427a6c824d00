package io.affidavit.edge.upstream;

import io.affidavit.edge.openai.ProviderQuirks;
import io.affidavit.schemas.routing.BaseUrl;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Reaches any server that speaks OpenAI's dialect over HTTP/1.1, with TLS for `https`.
///
/// Connections are kept per event loop, so that a call never changes threads. Nothing the client
/// sent but the body passes; redirects are never followed; the address is checked at the moment of
/// connecting and is the one connected to.
public final class OpenAiUpstream implements Upstream {

    /// Addresses change only by admin commands; this only keeps the map from growing for ever.
    private static final int MAX_KNOWN_URLS = 10_000;

    private final Connector connector;
    private final UpstreamLimits limits;
    private final Map<EventLoop, ConnectionPool> pools = new ConcurrentHashMap<>();
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    /// @param connector opens connections
    /// @param limits bounds of answers and of what is kept open
    public OpenAiUpstream(Connector connector, UpstreamLimits limits) {
        this.connector = connector;
        this.limits = limits;
    }

    @Override
    public UpstreamExchange open(
            EventLoop loop, UpstreamRequest request, UpstreamListener listener) {
        ConnectionPool pool = pools.computeIfAbsent(loop, key -> new ConnectionPool(limits));
        Place place = place(request);
        ConnectionSource source = new ConnectionSource(pool, connector, place.url(), loop);
        HttpAttempt attempt =
                new HttpAttempt(
                        source,
                        request,
                        new AnswerReader(request, place.quirks(), listener, limits));
        loop.execute(attempt::start);
        return attempt;
    }

    /// Where a provider is, and what it does differently.
    private record Place(BaseUrl url, ProviderQuirks quirks) {

        private static Place at(String baseUrl) {
            BaseUrl url = BaseUrl.parse(baseUrl);
            return new Place(url, ProviderQuirks.of(url.host()));
        }
    }

    private Place place(UpstreamRequest request) {
        if (places.size() > MAX_KNOWN_URLS) {
            places.clear();
        }
        return places.computeIfAbsent(request.provider().baseUrl(), Place::at);
    }
}
