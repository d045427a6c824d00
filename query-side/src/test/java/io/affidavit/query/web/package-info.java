/// Tests of who may read and how a refusal looks.
@NullMarked
package io.affidavit.query.web;

import org.jspecify.annotations.NullMarked;
