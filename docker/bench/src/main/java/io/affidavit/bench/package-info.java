/// Benchmarks of the house, each in a package of its own. They only watch: nothing depends on them.
@NullMarked
package io.affidavit.bench;

import org.jspecify.annotations.NullMarked;
