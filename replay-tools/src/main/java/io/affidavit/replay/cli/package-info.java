/// The commands that look at an installation from outside: its state, its records, its soundness.
/// Knows files of the data directory and the control plane's answers, and starts nothing.
@NullMarked
package io.affidavit.replay.cli;

import org.jspecify.annotations.NullMarked;
