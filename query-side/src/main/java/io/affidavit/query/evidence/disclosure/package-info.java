/// Opens sealed parts for those who may read them, one at a time. It never knows why, keeps no
/// text, and has a login that sees the keys of parts and nothing else.
@NullMarked
package io.affidavit.query.evidence.disclosure;

import org.jspecify.annotations.NullMarked;
