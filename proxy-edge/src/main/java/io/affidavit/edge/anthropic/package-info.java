/// Anthropic's dialect as bytes, toward clients and toward providers. It must never know which
/// provider a call goes to or what was decided about it.
@NullMarked
package io.affidavit.edge.anthropic;

import org.jspecify.annotations.NullMarked;
