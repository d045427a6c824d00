/// Tests of requests for bundles and of their records. They know neither files nor signers.
@NullMarked
package io.affidavit.command.bundle;

import org.jspecify.annotations.NullMarked;
