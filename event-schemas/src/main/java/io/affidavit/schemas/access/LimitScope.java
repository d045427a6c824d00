package io.affidavit.schemas.access;

import io.affidavit.schemas.value.Public;

/// Where a limit hangs: everything below counts.
///
/// @param kind what it is
/// @param id `acme`, `acme/platform`, `acme/platform/bot`, a key's id, an alias or a deployment's
///   id
@Public
public record LimitScope(LimitScopeKind kind, @Public String id) {

    /// As callers name it in one word: `team:acme/platform`.
    @Override
    public String toString() {
        return kind.code() + ":" + id;
    }
}
