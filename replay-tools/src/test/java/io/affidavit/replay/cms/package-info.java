/// Tests of the auditor's cms, with makers of their own that share no line with the exporter.
@NullMarked
package io.affidavit.replay.cms;

import org.jspecify.annotations.NullMarked;
