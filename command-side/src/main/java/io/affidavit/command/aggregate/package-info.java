/// What all aggregates of this room share: how their stories are read and how a repeated creation
/// is judged. It must never know a single aggregate.
@NullMarked
package io.affidavit.command.aggregate;

import org.jspecify.annotations.NullMarked;
