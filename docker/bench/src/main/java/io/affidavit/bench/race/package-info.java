/// Crowds of calls that all want the last room of a limit at the same moment. Knows gateways as
/// their users do and counts at the provider what they let through.
@NullMarked
package io.affidavit.bench.race;

import org.jspecify.annotations.NullMarked;
