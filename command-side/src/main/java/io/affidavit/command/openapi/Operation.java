package io.affidavit.command.openapi;

import io.affidavit.command.web.Answers;
import io.affidavit.command.web.BodyDescriber;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.ResolvableType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.method.HandlerMethod;

/// One method at one path, and the code that serves it.
///
/// @param method upper case
/// @param pattern the path as it is mapped, such as `/admin/routes/{*alias}`
/// @param form media type of another form of the answer of the same method at the same path; empty
///   for the answer itself
record Operation(String method, String pattern, String form, HandlerMethod route) {

    private static final Pattern REST = Pattern.compile("/\\{\\*(\\w+)}");
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    /// The path as a client writes it: a variable that takes the rest of a path is one like others.
    String path() {
        return REST.matcher(pattern).replaceAll("/{$1}");
    }

    /// A name of its own, made of what never changes: `post-admin-keys`, `get-admin-keys-by-id`.
    String id() {
        Matcher variables = VARIABLE.matcher(path());
        return method.toLowerCase(Locale.ROOT)
                + variables.replaceAll("by-$1").replace('/', '-').replaceAll("-+$", "");
    }

    /// Where it belongs: `admin/keys`.
    String tag() {
        String[] parts = path().substring(1).split("/", -1);
        return parts.length == 1 || parts[1].startsWith("{") ? parts[0] : parts[0] + '/' + parts[1];
    }

    Permission permission() {
        RequiresPermission required = route.getMethodAnnotation(RequiresPermission.class);
        return Objects.requireNonNull(required, () -> route + ": no permission").value();
    }

    boolean isWrite() {
        return BodyDescriber.hasBody(route);
    }

    /// With which statuses it answers what [#answer] says.
    int[] statuses() {
        Answers own = route.getMethodAnnotation(Answers.class);
        return own == null ? new int[] {method.equals("POST") ? 201 : 200} : own.value();
    }

    /// What it answers when it does not refuse.
    ResolvableType answer() {
        ResolvableType type = ResolvableType.forMethodReturnType(route.getMethod());
        return type.toClass() == ResponseEntity.class ? type.getGeneric(0) : type;
    }
}
