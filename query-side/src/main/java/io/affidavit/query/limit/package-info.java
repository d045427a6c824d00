/// Shows limits and what is booked on them, from the accounts themselves. Must never know how they
/// are booked.
@NullMarked
package io.affidavit.query.limit;

import org.jspecify.annotations.NullMarked;
