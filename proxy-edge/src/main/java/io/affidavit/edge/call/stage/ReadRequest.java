package io.affidavit.edge.call.stage;

import io.affidavit.edge.anthropic.ApiVersion;
import io.affidavit.edge.anthropic.MessagesScanner;
import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.ClientRequest;
import io.affidavit.edge.call.Endpoint;
import io.affidavit.edge.call.Stage;
import io.affidavit.edge.call.StageResult;
import io.affidavit.edge.dialect.InboundFault;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.InboundResult;
import io.affidavit.edge.openai.RequestScanner;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.AliasForm;
import io.affidavit.schemas.value.FailureCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is asked for: the path, the form of the body, the model it names.
public final class ReadRequest implements Stage {

    private static final String JSON = "application/json";
    private static final String INCLUDE = "include";

    @Override
    public StageResult apply(CallContext call) {
        ClientRequest request = call.request();
        Endpoint endpoint = call.endpoint();
        boolean known = endpoint.kind() != Endpoint.Kind.UNKNOWN;
        if (known && !endpoint.takes(request.method())) {
            return StageResult.Refuse.of(FailureCode.METHOD_NOT_SUPPORTED);
        }
        if (!endpoint.takesPrompt()) {
            return StageResult.Refuse.of(FailureCode.ROUTE_NOT_FOUND);
        }
        if (request.tooLarge()) {
            return StageResult.Refuse.of(FailureCode.REQUEST_TOO_LARGE);
        }
        if (!isJson(request.fields().contentType())
                || isCoded(request.fields().contentEncoding())) {
            return StageResult.Refuse.of(FailureCode.UNSUPPORTED_MEDIA_TYPE);
        }
        String cost = request.fields().cost();
        if (cost != null && !cost.equals(INCLUDE)) {
            return new StageResult.Refuse(
                    FailureCode.INVALID_VALUE,
                    "x-affidavit-cost",
                    "x-affidavit-cost: another value (expected: include)",
                    false);
        }
        return switch (scan(endpoint, request)) {
            case InboundFault fault ->
                    new StageResult.Refuse(fault.code(), fault.param(), fault.message(), false);
            case InboundRequest inbound ->
                    read(call, cost == null ? inbound : inbound.askingCost());
        };
    }

    private static InboundResult scan(Endpoint endpoint, ClientRequest request) {
        Surface surface = endpoint.surface();
        if (surface != null && surface != Surface.MESSAGES) {
            return RequestScanner.scan(surface, request.body());
        }
        InboundFault version =
                ApiVersion.fault(
                        request.fields().anthropicVersion(), request.fields().anthropicBeta());
        if (version != null) {
            return version;
        }
        return surface == null
                ? MessagesScanner.scanToCount(request.body())
                : MessagesScanner.scan(request.body());
    }

    private static StageResult read(CallContext call, InboundRequest inbound) {
        call.read(inbound);
        if (!AliasForm.isValid(inbound.model())) {
            return StageResult.Refuse.modelNotFound();
        }
        call.named(new Alias(inbound.model()));
        return StageResult.PROCEED;
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        int end = contentType.indexOf(';');
        String type = end < 0 ? contentType : contentType.substring(0, end);
        if (!type.strip().equalsIgnoreCase(JSON)) {
            return false;
        }
        String parameters =
                end < 0 ? "" : contentType.substring(end + 1).strip().toLowerCase(Locale.ROOT);
        return !parameters.startsWith("charset=")
                || parameters.equals("charset=utf-8")
                || parameters.equals("charset=\"utf-8\"");
    }

    private static boolean isCoded(@Nullable String contentEncoding) {
        return contentEncoding != null && !contentEncoding.equalsIgnoreCase("identity");
    }
}
