/// What every benchmark needs to measure honestly: CPU clocks of processes and of the machine,
/// latency histograms, spread over rounds, tables. Knows nothing of what is measured.
@NullMarked
package io.affidavit.bench.measure;

import org.jspecify.annotations.NullMarked;
