/// Organizations, teams, projects and virtual keys as administrators see them. It must never show
/// what belongs to a secret.
@NullMarked
package io.affidavit.query.access;

import org.jspecify.annotations.NullMarked;
