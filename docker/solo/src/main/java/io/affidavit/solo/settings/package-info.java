/// Where settings come from and how a wrong one is told. Knows the names of settings only from the
/// properties records of the rooms.
@NullMarked
package io.affidavit.solo.settings;

import org.jspecify.annotations.NullMarked;
