/// Counts what the log takes, and shows operators what the whole process counts and how it is. It
/// must never know who called: no organization, key, alias or deployment becomes a label.
@NullMarked
package io.affidavit.command.metrics;

import org.jspecify.annotations.NullMarked;
