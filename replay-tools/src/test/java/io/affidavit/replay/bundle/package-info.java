/// Tests of the auditor's bundle, with makers of their own that share no line with the exporter.
@NullMarked
package io.affidavit.replay.bundle;

import org.jspecify.annotations.NullMarked;
