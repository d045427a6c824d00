/// Takes evidence out of the house: gathers the records of a question with their proofs into one
/// signed file. It reads what was appended and sealed, and never signs a checkpoint or writes to
/// the database.
@NullMarked
package io.affidavit.query.evidence.export;

import org.jspecify.annotations.NullMarked;
