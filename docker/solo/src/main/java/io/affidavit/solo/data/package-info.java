/// The data directory of an installation: its layout, its lock, its keys and its secrets. Knows
/// nothing of databases and servers.
@NullMarked
package io.affidavit.solo.data;

import org.jspecify.annotations.NullMarked;
