/// A mixed load that ends in every way a call can end, with kills in between, and the books
/// compared afterwards: accounts, records, and what the provider charged. Knows the gateway as its
/// users and its auditor do.
@NullMarked
package io.affidavit.bench.drift;

import org.jspecify.annotations.NullMarked;
