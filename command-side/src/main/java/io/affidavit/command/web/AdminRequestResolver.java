package io.affidavit.command.web;

import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.value.AdminTokenId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads an admin request: a bounded body that must be one JSON object, and the few headers and
/// parameters that every write knows.
final class AdminRequestResolver implements HandlerMethodArgumentResolver {

    /// No admin request needs more; credentials and metadata have their own, smaller bounds.
    static final int MAX_BODY_BYTES = 65_536;

    private static final int MAX_DEPTH = 16;
    private static final int MAX_KEY_LENGTH = 255;
    private static final Set<String> PARAMETERS = Set.of("wait");

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final IdempotencyKeys keys;

    AdminRequestResolver(IdempotencyKeys keys) {
        this.keys = keys;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == AdminRequest.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = (HttpServletRequest) web.getNativeRequest();
        boolean wait = wait(request);
        Administrator administrator = PermissionInterceptor.administrator(request);
        String key = ownKey(administrator, idempotencyKey(request));
        BodyBytes own = parameter.getParameterAnnotation(BodyBytes.class);
        byte[] body = body(request, own == null ? MAX_BODY_BYTES : own.value());
        Fields fields = new Fields(object(request, body));
        Digest digest =
                key == null
                        ? null
                        : keys.digest(
                                key, request.getMethod() + ' ' + request.getRequestURI(), body);
        AdminRequest admin = new AdminRequest(administrator, fields, wait, key, digest, keys);
        request.setAttribute(AdminRequest.class.getName(), admin);
        return admin;
    }

    /// A request is refused: the key of what was read of it, if anything, may be used again.
    static void forget(HttpServletRequest request) {
        if (request.getAttribute(AdminRequest.class.getName()) instanceof AdminRequest admin) {
            admin.forget();
        }
    }

    private static boolean wait(HttpServletRequest request) {
        for (String name : request.getParameterMap().keySet()) {
            if (!PARAMETERS.contains(name)) {
                throw parameter(name, "unknown parameter");
            }
        }
        String wait = request.getParameter("wait");
        if (wait == null || wait.equals("true")) {
            return true;
        }
        if (wait.equals("false")) {
            return false;
        }
        throw parameter("wait", "malformed (expected: true or false)");
    }

    private static Refused parameter(String name, String message) {
        return Refusals.field(FailureCode.INVALID_VALUE, name, message);
    }

    /// Nobody meets the key of somebody else, who would only tell that it is used. No key holds a
    /// line break.
    private static @Nullable String ownKey(Administrator administrator, @Nullable String key) {
        AdminTokenId token = administrator.token();
        return key == null || token == null ? key : token.value() + '\n' + key;
    }

    private static @Nullable String idempotencyKey(HttpServletRequest request) {
        Enumeration<String> values = request.getHeaders("Idempotency-Key");
        if (!values.hasMoreElements()) {
            return null;
        }
        String key = values.nextElement();
        if (values.hasMoreElements() || !Forms.token(MAX_KEY_LENGTH).test(key)) {
            throw Refusals.field(
                    FailureCode.INVALID_VALUE,
                    "Idempotency-Key",
                    "malformed (expected: one header of 1 to 255 printable ASCII characters)");
        }
        return key;
    }

    private static byte[] body(HttpServletRequest request, int max) {
        byte[] body = request.getContentLengthLong() > max ? new byte[max + 1] : read(request, max);
        if (body.length > max) {
            throw new Refused(
                    FailureCode.REQUEST_TOO_LARGE,
                    "body: too large (expected: at most " + max + " bytes)");
        }
        return body;
    }

    /// Whatever ends a body early, a broken chunk or a pause that is too long, is its sender's.
    private static byte[] read(HttpServletRequest request, int max) {
        try {
            return request.getInputStream().readNBytes(max + 1);
        } catch (IOException e) {
            throw new Refused(FailureCode.MALFORMED_REQUEST, "body: not received whole");
        }
    }

    private static ObjectNode object(HttpServletRequest request, byte[] body) {
        if (body.length == 0
                && (request.getContentType() == null || request.getMethod().equals("DELETE"))) {
            return JsonNodeFactory.instance.objectNode();
        }
        requireJson(request.getContentType());
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            JsonNode root = MAPPER.readTree(text);
            if (root instanceof ObjectNode object) {
                return object;
            }
        } catch (CharacterCodingException e) {
            throw new Refused(FailureCode.MALFORMED_REQUEST, "body: not UTF-8");
        } catch (JacksonException e) {
            throw new Refused(
                    FailureCode.MALFORMED_REQUEST,
                    "body: not well-formed JSON with distinct members" + place(e));
        }
        throw new Refused(FailureCode.MALFORMED_REQUEST, "body: not a JSON object");
    }

    /// Where it went wrong; never Jackson's own message, which may quote a credential.
    private static String place(JacksonException e) {
        @Nullable TokenStreamLocation location = e.getLocation();
        return location == null
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static void requireJson(@Nullable String contentType) {
        boolean json = false;
        try {
            if (contentType != null) {
                MediaType type = MediaType.parseMediaType(contentType);
                String charset = type.getParameter("charset");
                json =
                        type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                                && (charset == null
                                        || charset.toLowerCase(Locale.ROOT).equals("utf-8"));
            }
        } catch (InvalidMediaTypeException e) {
            json = false;
        }
        if (!json) {
            throw new Refused(
                    FailureCode.UNSUPPORTED_MEDIA_TYPE,
                    "content-type: not supported (expected: application/json)");
        }
    }
}
