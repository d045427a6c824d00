/// What was said about providers, deployments, routes and prices. It must never know a credential,
/// only its version.
@NullMarked
package io.affidavit.schemas.routing;

import org.jspecify.annotations.NullMarked;
