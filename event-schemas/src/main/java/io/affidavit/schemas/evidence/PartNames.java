package io.affidavit.schemas.evidence;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The names of the parts an event may carry; the other half of
/// [io.affidavit.schemas.value.Public].
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface PartNames {

    /// Part names, `[a-z_]+`.
    String[] value();
}
