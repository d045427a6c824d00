/// A gateway with a long log: how soon it is there again, and how long its read tables take when
/// they are written anew. Knows the gateway as its users do, and fills its log through its own
/// appender.
@NullMarked
package io.affidavit.bench.restart;

import org.jspecify.annotations.NullMarked;
