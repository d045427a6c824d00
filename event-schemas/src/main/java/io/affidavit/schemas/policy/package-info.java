/// Policy documents, findings, verdicts and the pure judge over them. It must never detect anything
/// itself.
@NullMarked
package io.affidavit.schemas.policy;

import org.jspecify.annotations.NullMarked;
