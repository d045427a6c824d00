/// Answers questions from tables and records. It must never write, and never migrate.
@NullMarked
package io.affidavit.query;

import org.jspecify.annotations.NullMarked;
