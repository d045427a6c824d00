package io.affidavit.schemas.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// All values of a text among a control-plane route's parameters. Whoever judges the route's
/// permission refuses any other, and the route's description says it.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface OneOf {

    /// The values.
    String[] value();
}
