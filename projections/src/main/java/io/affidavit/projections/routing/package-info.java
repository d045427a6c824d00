/// Tables of providers, deployments, routes and price lists. It must never see a credential.
@NullMarked
package io.affidavit.projections.routing;

import org.jspecify.annotations.NullMarked;
