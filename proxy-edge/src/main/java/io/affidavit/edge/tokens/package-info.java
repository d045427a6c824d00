/// How many tokens a prompt has, counted here and without asking anybody. It must never know what a
/// token costs, or who is allowed how many.
@NullMarked
package io.affidavit.edge.tokens;

import org.jspecify.annotations.NullMarked;
