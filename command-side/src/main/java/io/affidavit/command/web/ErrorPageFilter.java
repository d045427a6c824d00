package io.affidavit.command.web;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;

/// Keeps Boot's error page away: it is a route of its own that answers browsers with HTML. What no
/// route answers falls to [UnmappedAdvice], what no route was asked for to [ProblemValve].
public final class ErrorPageFilter implements AutoConfigurationImportFilter {

    private static final String ERROR_PAGE =
            "org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration";

    @Override
    public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
        boolean[] kept = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            kept[i] = !ERROR_PAGE.equals(classes[i]);
        }
        return kept;
    }
}
