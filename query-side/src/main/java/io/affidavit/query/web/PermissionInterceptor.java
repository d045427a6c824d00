package io.affidavit.query.web;

import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.access.OneOf;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.VirtualKeyFormat;
import io.affidavit.schemas.access.Within;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.value.FailureCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Lets in whoever may read, and only with parameters that the route knows: a filter that is
/// silently ignored shows an auditor more than was asked for.
///
/// Judges the routes of this room only; those of other rooms have their own judge.
public final class PermissionInterceptor implements HandlerInterceptor {

    private static final String ROOM = "io.affidavit.query.";
    private static final String BEARER = "bearer ";
    private static final String NO_ROUTE = "-";
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private final OperatorToken operator;
    private final Administrators administrators;
    private final DenialRecorder denials;

    /// Judges by these tokens and puts refusals on record.
    public PermissionInterceptor(
            OperatorToken operator, Administrators administrators, DenialRecorder denials) {
        this.operator = operator;
        this.administrators = administrators;
        this.denials = denials;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod route && isOurs(route)) {
            requirePermission(request, response, route);
            requireKnownParameters(request, route);
        }
        return true;
    }

    /// What an admin token asks for in vain is on record: it may have been somebody else's.
    @Override
    public void afterCompletion(
            HttpServletRequest request,
            HttpServletResponse response,
            Object handler,
            @Nullable Exception failure) {
        Administrator administrator = AdministratorResolver.of(request);
        if (handler instanceof HandlerMethod route
                && isOurs(route)
                && response.getStatus() == FailureCode.NOT_FOUND.status()
                && administrator != null
                && administrator.token() != null) {
            record(request, FailureCode.NOT_FOUND);
        }
    }

    private static boolean isOurs(HandlerMethod route) {
        return route.getBeanType().getName().startsWith(ROOM);
    }

    /// The operator may do everything; a route that demands nothing is closed to everybody.
    private void requirePermission(
            HttpServletRequest request, HttpServletResponse response, HandlerMethod route) {
        String presented = request.getHeader(HttpHeaders.AUTHORIZATION);
        RequiresPermission required = route.getMethodAnnotation(RequiresPermission.class);
        if (required == null) {
            throw denied(request, FailureCode.PERMISSION_DENIED, "closed route");
        }
        if (presented == null || presented.isBlank()) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            throw denied(request, FailureCode.NO_CREDENTIALS, "no token");
        }
        String token = token(presented);
        Administrator administrator =
                operator.matches(token) ? Administrator.OPERATOR : administrators.find(token);
        if (administrator == null) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
            throw denied(request, FailureCode.INVALID_API_KEY, wrong(token));
        }
        AdministratorResolver.remember(request, administrator);
        if (!administrator.may(required.value())) {
            throw denied(
                    request,
                    FailureCode.PERMISSION_DENIED,
                    "permission: " + required.value().code() + " (expected: the operator token)");
        }
    }

    private static String token(String presented) {
        return presented.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? presented.substring(BEARER.length()).strip()
                : "";
    }

    /// Says which kind of credential it was where that may help, and never what it was.
    private static String wrong(String token) {
        return (VirtualKeyFormat.parse(token).isPresent()
                        ? "virtual key: calls only"
                        : "token: wrong")
                + " (expected: the operator token or an admin token in force)";
    }

    private Problem denied(HttpServletRequest request, FailureCode failure, String detail) {
        record(request, failure);
        return Problem.of(failure, detail);
    }

    private void record(HttpServletRequest request, FailureCode failure) {
        Administrator administrator = AdministratorResolver.of(request);
        denials.record(
                failure,
                pattern(request),
                request.getRemoteAddr(),
                administrator == null ? Actor.SYSTEM : Actor.of(administrator));
    }

    private static String pattern(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null ? NO_ROUTE : request.getMethod() + ' ' + pattern;
    }

    private static void requireKnownParameters(HttpServletRequest request, HandlerMethod route) {
        Set<String> known = new HashSet<>();
        for (Parameter parameter : route.getMethod().getParameters()) {
            RequestParam named = parameter.getAnnotation(RequestParam.class);
            if (named != null) {
                String name = named.name().isEmpty() ? parameter.getName() : named.name();
                known.add(name);
                String given = request.getParameter(name);
                if (given != null) {
                    requireWithin(name, given, parameter.getAnnotation(Within.class));
                    requireOneOf(name, given, parameter.getAnnotation(OneOf.class));
                }
            }
        }
        String unknown = firstUnknown(request.getParameterMap().keySet(), known);
        if (unknown != null) {
            throw Problem.unknown(unknown);
        }
        request.getParameterMap().forEach(PermissionInterceptor::requireText);
    }

    /// Digits only: the framework would read hexadecimal as well, and past the bounds.
    private static void requireWithin(String name, String given, @Nullable Within bounds) {
        if (bounds == null) {
            return;
        }
        if (!NUMBER.matcher(given).matches()) {
            throw Problem.invalid(name, "a whole number");
        }
        long number = Long.parseLong(given);
        if (number < bounds.min() || number > bounds.max()) {
            boolean isOpen = bounds.max() == Long.MAX_VALUE;
            throw Problem.invalid(
                    name, bounds.min() + (isOpen ? " or more" : " to " + bounds.max()));
        }
    }

    private static void requireOneOf(String name, String given, @Nullable OneOf values) {
        if (values != null && !List.of(values.value()).contains(given)) {
            throw Problem.invalid(name, "one of " + String.join(", ", values.value()));
        }
    }

    /// The database knows no NUL character, so nothing on record can hold one.
    private static void requireText(String name, String[] values) {
        for (String value : values) {
            if (value.indexOf('\0') >= 0) {
                throw Problem.invalid(name, "text without NUL");
            }
        }
    }

    private static @Nullable String firstUnknown(Set<String> given, Set<String> known) {
        for (String name : given) {
            if (!known.contains(name)) {
                return name;
            }
        }
        return null;
    }
}
