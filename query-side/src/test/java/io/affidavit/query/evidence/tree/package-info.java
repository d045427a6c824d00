/// Tests of what outsiders are shown of the sealed log.
@NullMarked
package io.affidavit.query.evidence.tree;

import org.jspecify.annotations.NullMarked;
