package io.affidavit.command.evidence;

import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.serial.RecordMetaData;
import io.affidavit.schemas.value.OrganizationId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/// Finds out what an event belongs to beside its aggregate.
final class EventScope {

    private static final String COMPONENT = "organization";

    private static final ClassValue<Optional<Method>> ACCESSORS =
            new ClassValue<>() {
                @Override
                protected Optional<Method> computeValue(Class<?> type) {
                    return accessor(type);
                }
            };

    private EventScope() {}

    /// The tenant whose chain the event joins: what the handler said, else the event's component
    /// `organization`; null for a house-wide event.
    static @Nullable String organization(Object event, MetaData metaData) {
        if (metaData.get(RecordMetaData.ORGANIZATION) instanceof String said) {
            return said;
        }
        Optional<Method> accessor = ACCESSORS.get(event.getClass());
        return accessor.isEmpty() ? null : read(accessor.get(), event);
    }

    /// The call in whose history the event stands.
    static @Nullable String call(Object event) {
        return event instanceof CallEvent about ? about.callId().toString() : null;
    }

    private static Optional<Method> accessor(Class<?> type) {
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (component.getName().equals(COMPONENT)
                        && component.getType() == OrganizationId.class) {
                    return Optional.of(component.getAccessor());
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable String read(Method accessor, Object event) {
        try {
            Object organization = accessor.invoke(event);
            return organization == null ? null : organization.toString();
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("accessor of " + event.getClass().getName(), e);
        }
    }
}
