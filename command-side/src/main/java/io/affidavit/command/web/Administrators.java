package io.affidavit.command.web;

import io.affidavit.schemas.access.Administrator;
import org.jspecify.annotations.Nullable;

/// Tells who may administer beside the operator.
@FunctionalInterface
public interface Administrators {

    /// Who holds a token; `null` when nobody may with it, whatever the reason.
    @Nullable Administrator find(String presented);
}
