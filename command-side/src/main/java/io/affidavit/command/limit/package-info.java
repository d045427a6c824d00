/// Limits that are exact: who sets them, and the accounts that every append books on. Must never
/// know how a call is carried or what it says.
@NullMarked
package io.affidavit.command.limit;

import org.jspecify.annotations.NullMarked;
