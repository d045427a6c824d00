/// What calls are judged by: keys, deployments, routes, policy, as one immutable snapshot that
/// follows the log. It must never read a database or change what it shows.
@NullMarked
package io.affidavit.edge.catalog;

import org.jspecify.annotations.NullMarked;
