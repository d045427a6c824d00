/// Verifies what an auditor received: a zip or a folder, from hostile hands until proven otherwise,
/// step by step as `evidence/v1` lays down. It knows no network, no database and no way to print.
@NullMarked
package io.affidavit.replay.bundle;

import org.jspecify.annotations.NullMarked;
