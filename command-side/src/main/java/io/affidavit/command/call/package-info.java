/// Decides about calls: what a command means for a call and which facts follow. It must never know
/// how facts are stored or how a call reaches a provider.
@NullMarked
package io.affidavit.command.call;

import org.jspecify.annotations.NullMarked;
