package io.affidavit.schemas.value;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// May stand in a record in the clear, for ever, readable by whoever may read the log.
///
/// A type that carries this mark holds only ids, codes, amounts or digests. A bare string in an
/// event must carry the mark itself; a test fails on one that does not.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
public @interface Public {}
