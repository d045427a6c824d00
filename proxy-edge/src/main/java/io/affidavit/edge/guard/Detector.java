package io.affidavit.edge.guard;

import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Finding;
import java.util.List;

/// Sees something in a text. Its findings go on record with its name and version, so that it can
/// change without making old verdicts unexplainable.
public interface Detector {

    /// Everything it sees.
    ///
    /// @param direction which text it is
    /// @param json the body as it travels: a JSON object, or the server-sent events of a stream;
    ///   not to be changed
    /// @return findings whose `detector` and `detectorVersion` are its own
    List<Finding> detect(Direction direction, byte[] json);
}
