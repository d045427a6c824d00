package io.affidavit.schemas.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The bounds of a number among a control-plane route's parameters. Whoever judges the route's
/// permission refuses what lies outside, and the route's description says it.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Within {

    /// The lowest number.
    long min();

    /// The highest number.
    long max() default Long.MAX_VALUE;
}
