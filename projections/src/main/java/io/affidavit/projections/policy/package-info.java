/// Tables of policy versions and of the one in force. It must never judge.
@NullMarked
package io.affidavit.projections.policy;

import org.jspecify.annotations.NullMarked;
