package io.affidavit.command.routing;

import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Form;
import io.affidavit.command.web.Forms;
import io.affidavit.command.web.Refusals;
import io.affidavit.schemas.routing.BaseUrl;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the members of a provider.
final class ProviderBody {

    private static final String OPENAI_URL = "https://api.openai.com/v1";
    private static final String ANTHROPIC_URL = "https://api.anthropic.com/v1";
    private static final Form CREDENTIAL = Forms.printable(8_192);
    private static final Form URL = Form.of(_ -> true, "an http or https address");
    private static final List<String> PROTOCOLS =
            Stream.of(Protocol.values()).map(Protocol::code).toList();

    private final UpstreamAddresses addresses;

    ProviderBody(UpstreamAddresses addresses) {
        this.addresses = addresses;
    }

    Protocol protocol(Fields fields) {
        String code = fields.required("protocol", Form.oneOf(PROTOCOLS));
        return Stream.of(Protocol.values())
                .filter(protocol -> protocol.code().equals(code))
                .findFirst()
                .orElse(Protocol.OPENAI); // its absence is remembered already
    }

    /// The normalised base URL of a new provider; empty for the simulator, which has none.
    String baseUrl(Fields fields, Protocol protocol) {
        String given = changedBaseUrl(fields, protocol);
        if (given != null) {
            return given;
        }
        return switch (protocol) {
            case OPENAI -> OPENAI_URL;
            case ANTHROPIC -> ANTHROPIC_URL;
            case SIMULATOR -> "";
        };
    }

    /// The normalised base URL if one is there.
    @Nullable String changedBaseUrl(Fields fields, Protocol protocol) {
        String text = fields.optional("baseUrl", URL);
        if (text == null) {
            return null;
        }
        if (protocol == Protocol.SIMULATOR) {
            fields.invalid("baseUrl", "not for a simulator (expected: absent)");
            return null;
        }
        try {
            return BaseUrl.parse(text).toString();
        } catch (IllegalArgumentException e) {
            fields.invalid("baseUrl", String.valueOf(e.getMessage()));
            return null;
        }
    }

    /// The credential of a new provider; only the simulator can do without.
    @Nullable String credential(Fields fields, Protocol protocol) {
        return switch (protocol) {
            case OPENAI, ANTHROPIC -> fields.required("credential", CREDENTIAL);
            case SIMULATOR -> changedCredential(fields);
        };
    }

    /// The credential if one is there.
    @Nullable String changedCredential(Fields fields) {
        return fields.optional("credential", CREDENTIAL);
    }

    /// Refuses a base URL that leads where upstreams must not be. Asked last, because it may ask a
    /// name server.
    void requireOpen(String baseUrl) {
        if (!baseUrl.isEmpty() && addresses.isForbidden(BaseUrl.parse(baseUrl))) {
            throw Refusals.field(
                    FailureCode.FORBIDDEN_ADDRESS,
                    "baseUrl",
                    "forbidden address (expected: a public one, or one listed in"
                            + " affidavit.upstream.allowed-addresses)");
        }
    }
}
