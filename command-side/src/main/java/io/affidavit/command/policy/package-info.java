/// Decides about policy versions and puts in force what is shipped. It must never judge a text.
@NullMarked
package io.affidavit.command.policy;

import org.jspecify.annotations.NullMarked;
