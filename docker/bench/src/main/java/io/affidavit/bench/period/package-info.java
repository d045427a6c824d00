/// The bundle of a long period: what making and checking it needs. It must never write a record but
/// those that it makes up beforehand.
@NullMarked
package io.affidavit.bench.period;

import org.jspecify.annotations.NullMarked;
