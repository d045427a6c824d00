package io.affidavit.schemas.evidence;

import java.util.List;

/// An event whose free text or bodies travel as parts beside its record.
public interface PartBearing {

    /// The parts in the order in which the record lists them; names are unique.
    List<Part> parts();

    /// The same event with these parts, typically references in place of contents.
    PartBearing withParts(List<Part> parts);
}
