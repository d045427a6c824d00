/// Tables of organizations, teams, projects and virtual keys. It must never know how they are
/// presented.
@NullMarked
package io.affidavit.projections.access;

import org.jspecify.annotations.NullMarked;
