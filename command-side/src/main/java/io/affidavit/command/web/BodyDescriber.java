package io.affidavit.command.web;

import io.affidavit.command.web.BodyDescription.Member;
import io.affidavit.command.web.BodyDescription.MemberType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import org.springframework.core.MethodParameter;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Finds out what a route takes by letting it read. The route is given requests that take down what
/// they are asked for, and that end the route where any other request would be refused or carried
/// out. There is no second description that could say something else.
///
/// The first request has no members. What a route asks may depend on a choice, so each choice it
/// offers is made once as well.
public final class BodyDescriber {

    /// Stands for a part of the path; it has the form of every id that a route may look at first.
    private static final String SOME_ID = "x";

    private final IdempotencyKeys keys;

    BodyDescriber(IdempotencyKeys keys) {
        this.keys = keys;
    }

    /// Whether the route reads a body.
    public static boolean hasBody(HandlerMethod route) {
        for (MethodParameter parameter : route.getMethodParameters()) {
            if (parameter.getParameterType() == AdminRequest.class) {
                return true;
            }
        }
        return false;
    }

    /// Lets the route read.
    ///
    /// @param pattern its path
    /// @throws IllegalStateException when it does anything before it has read everything
    public BodyDescription describe(HandlerMethod route, String pattern) {
        BodyDescription description = read(route, pattern, JsonNodeFactory.instance.objectNode());
        BodyDescription whole = description;
        for (Map.Entry<String, Member> member : description.members().entrySet()) {
            if (member.getValue().type() instanceof MemberType.Text(Form form)) {
                for (String choice : form.choices()) {
                    ObjectNode body =
                            JsonNodeFactory.instance.objectNode().put(member.getKey(), choice);
                    whole = whole.or(read(route, pattern, body));
                }
            }
        }
        return whole;
    }

    private BodyDescription read(HandlerMethod route, String pattern, ObjectNode body) {
        BodyDescription description = new BodyDescription();
        Method method = route.getMethod();
        ReflectionUtils.makeAccessible(method);
        try {
            method.invoke(
                    route.createWithResolvedBean().getBean(),
                    arguments(route, pattern, AdminRequest.describing(body, description, keys)));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof AdminRequest.Described) {
                return description;
            }
            throw new IllegalStateException(method + ": does not read its body first", e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + ": is made accessible", e);
        }
        throw new IllegalStateException(method + ": does not finish reading its body");
    }

    private static Object[] arguments(HandlerMethod route, String pattern, AdminRequest request) {
        MethodParameter[] parameters = route.getMethodParameters();
        Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i].getParameterType() == AdminRequest.class) {
                arguments[i] = request;
            } else if (parameters[i].hasParameterAnnotation(PathVariable.class)) {
                arguments[i] = pattern.contains("{*") ? "/" + SOME_ID : SOME_ID;
            } else {
                throw new IllegalStateException(parameters[i] + ": unknown to a description");
            }
        }
        return arguments;
    }
}
