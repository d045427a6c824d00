package io.affidavit.schemas.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.policy.PolicyDocument;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.Public;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every field of every event is either marked public or the name of a part.
class PublicFieldsTest {

    private static final Set<Class<?>> HARMLESS =
            Set.of(int.class, long.class, boolean.class, Integer.class, Long.class, Instant.class);

    @Test
    void marksEveryField() {
        EventNames.all().forEach(name -> check(name.event()));
    }

    @Test
    void givesPartsOnlyToEventsThatCarryThem() {
        for (EventNames.EventName name : EventNames.all()) {
            boolean hasParts = component(name.event(), "parts") != null;
            assertThat(PartBearing.class.isAssignableFrom(name.event()))
                    .as(name.type())
                    .isEqualTo(hasParts);
        }
    }

    record Leaky(String prompt) implements DomainEvent {}

    @Test
    void refusesABareString() {
        assertThatThrownBy(() -> check(Leaky.class)).hasMessageContaining("prompt");
    }

    private static void check(Class<?> record) {
        for (RecordComponent component : record.getRecordComponents()) {
            if (!component.isAnnotationPresent(Public.class)) {
                checkType(record.getSimpleName() + "." + component.getName(), component);
            }
        }
    }

    private static void checkType(String field, RecordComponent component) {
        Class<?> type = element(component.getGenericType());
        if (type == Part.class) {
            assertThat(component.getAnnotation(PartNames.class)).as(field).isNotNull();
        } else if (type == PolicyDocument.class) {
            check(type);
        } else if (!HARMLESS.contains(type)) {
            assertThat(type.isAnnotationPresent(Public.class))
                    .as("%s is neither public nor a part", field)
                    .isTrue();
            if (type.isRecord() && type.getRecordComponents().length > 1) {
                check(type);
            }
        }
    }

    private static Class<?> element(Type type) {
        return type instanceof ParameterizedType list && list.getRawType() == List.class
                ? element(list.getActualTypeArguments()[0])
                : (Class<?>) type;
    }

    private static RecordComponent component(Class<?> record, String name) {
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getName().equals(name)) {
                return component;
            }
        }
        return null;
    }
}
