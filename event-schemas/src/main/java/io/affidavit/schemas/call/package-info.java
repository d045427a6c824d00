/// What was said about calls: events, commands, and the catalogue a call is judged by. It must
/// never know how a call travels over HTTP or where its record is stored.
@NullMarked
package io.affidavit.schemas.call;

import org.jspecify.annotations.NullMarked;
