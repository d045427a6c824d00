package io.affidavit.schemas.serial;

import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.value.AdminTokenId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.Map;
import org.axonframework.messaging.MetaData;

/// Who caused an event; the record's `by`. Travels as metadata from command to event.
///
/// @param kind `virtual_key`, `user`, `service` or `system`
/// @param id a random alias or a slug, never a name or an address
/// @param via the surface: `data`, `admin` or `system`
public record Actor(String kind, String id, String via) {

    /// Metadata key of [#kind].
    public static final String KIND = "by_kind";

    /// Metadata key of [#id].
    public static final String ID = "by_id";

    /// Metadata key of [#via].
    public static final String VIA = "by_via";

    /// The gateway itself.
    public static final Actor SYSTEM = new Actor("system", "gateway", "system");

    /// The holder of the operator token.
    public static final Actor OPERATOR = new Actor("service", "operator", "admin");

    /// An application with a virtual key.
    public static Actor of(VirtualKeyId key) {
        return new Actor("virtual_key", key.value(), "data");
    }

    /// Whoever administers.
    public static Actor of(Administrator administrator) {
        AdminTokenId token = administrator.token();
        return token == null ? OPERATOR : new Actor("service", token.value(), "admin");
    }

    /// The actor of a message; [#SYSTEM] when it names none.
    public static Actor from(Map<String, ?> metaData) {
        return metaData.get(KIND) instanceof String kind
                        && metaData.get(ID) instanceof String id
                        && metaData.get(VIA) instanceof String via
                ? new Actor(kind, id, via)
                : SYSTEM;
    }

    /// The actor as metadata of a command.
    public MetaData metaData() {
        return MetaData.with(KIND, kind).and(ID, id).and(VIA, via);
    }
}
