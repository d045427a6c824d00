/// Tests of bundles with the tools that auditors have. They know the database and no other room.
@NullMarked
package io.affidavit.query.evidence.export;

import org.jspecify.annotations.NullMarked;
