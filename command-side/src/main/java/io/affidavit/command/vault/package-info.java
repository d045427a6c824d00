/// Keeps providers' credentials sealed and knows the keys they are sealed under. It must never know
/// what a credential is used for, nor hand one to anything that logs.
@NullMarked
package io.affidavit.command.vault;

import org.jspecify.annotations.NullMarked;
