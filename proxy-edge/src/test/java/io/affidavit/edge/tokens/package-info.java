/// Tests of counting prompts.
@NullMarked
package io.affidavit.edge.tokens;

import org.jspecify.annotations.NullMarked;
