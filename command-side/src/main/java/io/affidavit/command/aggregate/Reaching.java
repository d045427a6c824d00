package io.affidavit.command.aggregate;

import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.access.Reach;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/// How far the hand reaches that sent a command, as it travels with the command, so that it is
/// judged where the state is that it must cover.
public final class Reaching {

    private static final String KEY = "by_reach";

    private Reaching() {}

    /// Meta data for the commands of an administrator; nothing for the operator.
    public static MetaData metaData(Administrator administrator) {
        Reach reach = administrator.reach();
        return reach == null ? MetaData.emptyInstance() : MetaData.with(KEY, reach.id());
    }

    /// The reach of whoever sent a command; `null` for everything.
    public static @Nullable Reach of(MetaData command) {
        Object reach = command.get(KEY);
        return reach == null ? null : Reach.of(reach.toString());
    }
}
