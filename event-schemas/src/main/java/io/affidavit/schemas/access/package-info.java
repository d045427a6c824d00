/// What was said about organizations, teams, projects and virtual keys. It must never know a
/// secret, only keyed digests of one.
@NullMarked
package io.affidavit.schemas.access;

import org.jspecify.annotations.NullMarked;
