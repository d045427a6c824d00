/// What an auditor receives: which files a bundle has, how each is written, and the record that an
/// export leaves. It knows names and forms, never where records come from or who signs.
@NullMarked
package io.affidavit.schemas.bundle;

import org.jspecify.annotations.NullMarked;
