/// What every reading route has in common: who may read, how lists are paged, how a refusal looks.
/// It must never know what is read.
@NullMarked
package io.affidavit.query.web;

import org.jspecify.annotations.NullMarked;
