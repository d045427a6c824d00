/// Decides about organizations, teams, projects and virtual keys, and takes the admin requests for
/// them. It must never know a key's secret longer than one request.
@NullMarked
package io.affidavit.command.access;

import org.jspecify.annotations.NullMarked;
