/// Describes the control plane to programs, from the code that serves it. It must never say of a
/// route what the route itself does not say.
@NullMarked
package io.affidavit.command.openapi;

import org.jspecify.annotations.NullMarked;
