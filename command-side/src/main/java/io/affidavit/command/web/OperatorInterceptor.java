package io.affidavit.command.web;

import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.value.FailureCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Lets the holder of the operator token reach this room's routes, and monitors what is meant for
/// them; puts everybody else on record. The routes of other rooms have their own judge.
final class OperatorInterceptor implements HandlerInterceptor {

    private static final String ROOM = "io.affidavit.command.";
    private static final String SCHEME = "Bearer ";

    private final OperatorToken operator;
    private final @Nullable OperatorToken scrape;
    private final DenialRecorder denials;

    /// @param scrape opens what asks for [Permission#METRICS_READ]; `null` when there is none
    OperatorInterceptor(
            OperatorToken operator, @Nullable OperatorToken scrape, DenialRecorder denials) {
        this.operator = operator;
        this.scrape = scrape;
        this.denials = denials;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod route)
                || !route.getBeanType().getName().startsWith(ROOM)) {
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
            throw denied(request, FailureCode.NO_CREDENTIALS, "operator token: missing");
        }
        if (headers.hasMoreElements() || !opens(token(header), required.value())) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
            throw denied(request, FailureCode.INVALID_API_KEY, "operator token: wrong");
        }
        return true;
    }

    /// Both are compared, whoever is asked for, so that the time tells nothing.
    private boolean opens(String token, Permission required) {
        boolean isOperator = operator.matches(token);
        boolean isScraper = scrape != null && scrape.matches(token);
        return isOperator || (isScraper && required == Permission.METRICS_READ);
    }

    private static String token(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : "";
    }

    private Refused denied(HttpServletRequest request, FailureCode failure, String detail) {
        @Nullable Object pattern =
                request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        String route =
                pattern == null ? DenialRecorder.UNKNOWN : request.getMethod() + ' ' + pattern;
        denials.record(failure, route, request.getRemoteAddr());
        return new Refused(failure, detail);
    }
}
