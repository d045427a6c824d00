package io.affidavit.command.web;

import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.VirtualKeyFormat;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.value.FailureCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Lets the operator reach this room's routes, holders of admin tokens those that their role opens,
/// and monitors what is meant for them; puts everybody else on record. The routes of other rooms
/// have their own judge.
final class PermissionInterceptor implements HandlerInterceptor {

    private static final String ROOM = "io.affidavit.command.";
    private static final String SCHEME = "Bearer ";
    private static final String ADMINISTRATOR = Administrator.class.getName();

    private final OperatorToken operator;
    private final @Nullable OperatorToken scrape;
    private final Administrators administrators;
    private final DenialRecorder denials;

    /// @param scrape opens what asks for [Permission#METRICS_READ]; `null` when there is none
    PermissionInterceptor(
            OperatorToken operator,
            @Nullable OperatorToken scrape,
            Administrators administrators,
            DenialRecorder denials) {
        this.operator = operator;
        this.scrape = scrape;
        this.administrators = administrators;
        this.denials = denials;
    }

    /// Whoever this request was let in as.
    static Administrator administrator(HttpServletRequest request) {
        if (request.getAttribute(ADMINISTRATOR) instanceof Administrator known) {
            return known;
        }
        throw new Refused(FailureCode.PERMISSION_DENIED, "closed");
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod route) || !isOurs(route)) {
            return true;
        }
        RequiresPermission required = route.getMethodAnnotation(RequiresPermission.class);
        if (required == null) {
            // Forgotten by a programmer: closed to everybody until somebody decides.
            throw denied(request, FailureCode.PERMISSION_DENIED, "closed");
        }
        Enumeration<String> headers = request.getHeaders(HttpHeaders.AUTHORIZATION);
        String header = headers.hasMoreElements() ? headers.nextElement() : null;
        if (header == null) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            throw denied(request, FailureCode.NO_CREDENTIALS, "token: missing");
        }
        String token = headers.hasMoreElements() ? "" : token(header);
        boolean isScraper = scrape != null && scrape.matches(token);
        if (isScraper && required.value() == Permission.METRICS_READ) {
            return true;
        }
        @Nullable Administrator administrator = find(token);
        if (administrator == null) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
            throw denied(request, FailureCode.INVALID_API_KEY, wrong(token));
        }
        request.setAttribute(ADMINISTRATOR, administrator);
        if (!administrator.may(required.value())) {
            throw denied(
                    request,
                    FailureCode.PERMISSION_DENIED,
                    "permission: " + required.value().code() + " (expected: the operator token)");
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
        if (handler instanceof HandlerMethod route
                && isOurs(route)
                && response.getStatus() == FailureCode.NOT_FOUND.status()
                && request.getAttribute(ADMINISTRATOR) instanceof Administrator administrator
                && administrator.token() != null) {
            record(request, FailureCode.NOT_FOUND);
        }
    }

    private static boolean isOurs(HandlerMethod route) {
        return route.getBeanType().getName().startsWith(ROOM);
    }

    private @Nullable Administrator find(String token) {
        return operator.matches(token) ? Administrator.OPERATOR : administrators.find(token);
    }

    private static String token(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : "";
    }

    /// Says which kind of credential it was where that may help, and never what it was.
    private static String wrong(String token) {
        return (VirtualKeyFormat.parse(token).isPresent()
                        ? "virtual key: calls only"
                        : "token: wrong")
                + " (expected: the operator token or an admin token in force)";
    }

    private Refused denied(HttpServletRequest request, FailureCode failure, String detail) {
        record(request, failure);
        return new Refused(failure, detail);
    }

    private void record(HttpServletRequest request, FailureCode failure) {
        @Nullable Object pattern =
                request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        String route =
                pattern == null ? DenialRecorder.UNKNOWN : request.getMethod() + ' ' + pattern;
        Actor actor =
                request.getAttribute(ADMINISTRATOR) instanceof Administrator administrator
                        ? Actor.of(administrator)
                        : Actor.SYSTEM;
        denials.record(failure, route, request.getRemoteAddr(), actor);
    }
}
