/// Tests of the auditor's proof, with makers of their own that share no line with the exporter.
@NullMarked
package io.affidavit.replay.proof;

import org.jspecify.annotations.NullMarked;
