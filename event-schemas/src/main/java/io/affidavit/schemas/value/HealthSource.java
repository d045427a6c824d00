package io.affidavit.schemas.value;

import java.util.List;

/// One part of a process that knows whether it works. Each room brings its own; whoever answers for
/// the process asks them all.
public interface HealthSource {

    /// Short name of the part, `[a-z_]+`.
    String part();

    /// What keeps it from working, for operators: no secret, no caller's text. Empty when all is
    /// well. Never blocks.
    List<String> reasons();
}
