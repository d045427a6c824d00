/// Records as they are stored, judged at the moment of reading. It must never trust a read table.
@NullMarked
package io.affidavit.query.evidence;

import org.jspecify.annotations.NullMarked;
