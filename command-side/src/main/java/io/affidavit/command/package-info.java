/// The room that decides and appends: its settings, its wiring, its main. It must never know how a
/// call travels over HTTP or what a read table looks like.
@NullMarked
package io.affidavit.command;

import org.jspecify.annotations.NullMarked;
