/// Puts the four servers under one roof: one JVM, one data directory, one embedded PostgreSQL.
/// Decides nothing about calls, knows no table and no event beyond what the first start needs.
@NullMarked
package io.affidavit.solo;

import org.jspecify.annotations.NullMarked;
