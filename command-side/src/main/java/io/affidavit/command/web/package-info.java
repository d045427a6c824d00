/// What every admin route shares: who may call it, how its body is read, how it is answered and how
/// it is refused. It must never know what a single route is about.
@NullMarked
package io.affidavit.command.web;

import org.jspecify.annotations.NullMarked;
