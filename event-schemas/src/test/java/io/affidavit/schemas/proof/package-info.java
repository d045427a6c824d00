@NullMarked
package io.affidavit.schemas.proof;

import org.jspecify.annotations.NullMarked;
