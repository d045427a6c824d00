/// What counting a prompt costs. It must never know of calls or limits.
@NullMarked
package io.affidavit.bench.tokens;

import org.jspecify.annotations.NullMarked;
