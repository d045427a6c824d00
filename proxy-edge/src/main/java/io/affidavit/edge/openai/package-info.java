/// OpenAI's dialect as bytes: scanning requests, metering answers and streams, writing errors. It
/// must never know which provider a call goes to or what was decided about it.
@NullMarked
package io.affidavit.edge.openai;

import org.jspecify.annotations.NullMarked;
