package io.affidavit.schemas.bundle;

import io.affidavit.schemas.value.Public;

/// One part that left the house with a bundle.
///
/// @param position of the record that names it, in its log
/// @param name of the part
/// @param form how much of it was given away
@Public
public record DisclosedPart(long position, @Public String name, DisclosureForm form) {}
