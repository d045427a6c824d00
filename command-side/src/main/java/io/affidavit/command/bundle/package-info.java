/// Puts exports of evidence on record and passes on what is asked for. It knows neither the files
/// of a bundle nor who signs them.
@NullMarked
package io.affidavit.command.bundle;

import org.jspecify.annotations.NullMarked;
