package io.affidavit.command.evidence;

import io.affidavit.schemas.serial.Actor;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.correlation.CorrelationDataProvider;

/// Copies from a command to its events who caused it and which message began the exchange.
public final class ActorCorrelation implements CorrelationDataProvider {

    private static final String TRACE = "traceId";
    private static final String CORRELATION = "correlationId";

    @Override
    public Map<String, ?> correlationDataFor(Message<?> message) {
        MetaData metaData = message.getMetaData();
        Map<String, Object> data = HashMap.newHashMap(5);
        copy(metaData, Actor.KIND, data);
        copy(metaData, Actor.ID, data);
        copy(metaData, Actor.VIA, data);
        data.put(CORRELATION, message.getIdentifier());
        data.put(TRACE, metaData.getOrDefault(TRACE, message.getIdentifier()));
        return data;
    }

    private static void copy(MetaData from, String key, Map<String, Object> to) {
        Object value = from.get(key);
        if (value != null) {
            to.put(key, value);
        }
    }
}
