package io.affidavit.query.web;

import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.value.FailureCode;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Tells a route who asks. Every route that an admin token opens wants to know: it shows what lies
/// within reach.
public final class AdministratorResolver implements HandlerMethodArgumentResolver {

    private static final String ATTRIBUTE = Administrator.class.getName();

    static void remember(HttpServletRequest request, Administrator administrator) {
        request.setAttribute(ATTRIBUTE, administrator);
    }

    /// Whoever the request was let in as; `null` before that.
    static @Nullable Administrator of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Administrator known ? known : null;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Administrator.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        Administrator known = of((HttpServletRequest) web.getNativeRequest());
        if (known == null) {
            throw Problem.of(FailureCode.PERMISSION_DENIED, "closed route");
        }
        return known;
    }
}
