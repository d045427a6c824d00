/// Several gateways on one PostgreSQL: what they lose, what they cost each other, and what distance
/// to the database costs.
@NullMarked
package io.affidavit.bench.nodes;

import org.jspecify.annotations.NullMarked;
