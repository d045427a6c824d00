/// Assembles the edge: settings, beans, a main of its own. It must never decide anything about a
/// call.
@NullMarked
package io.affidavit.edge;

import org.jspecify.annotations.NullMarked;
