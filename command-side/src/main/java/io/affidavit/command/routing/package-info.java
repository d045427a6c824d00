/// Decides about providers, deployments, routes and price lists, and takes the admin requests for
/// them. It must never put a credential into a command or an event.
@NullMarked
package io.affidavit.command.routing;

import org.jspecify.annotations.NullMarked;
