/// Tests of a bundle's forms. They know no database and no signer.
@NullMarked
package io.affidavit.schemas.bundle;

import org.jspecify.annotations.NullMarked;
