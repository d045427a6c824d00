/// Providers, deployments and routes as administrators see them. It must never see a credential.
@NullMarked
package io.affidavit.query.routing;

import org.jspecify.annotations.NullMarked;
