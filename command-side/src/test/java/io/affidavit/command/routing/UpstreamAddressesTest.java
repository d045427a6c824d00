package io.affidavit.command.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.routing.AddressRule;
import io.affidavit.schemas.routing.BaseUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamAddressesTest {

    private static final InetAddress PUBLIC = InetAddress.ofLiteral("1.1.1.1");
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @Test
    void judgesEveryAddressOfAName() {
        assertThat(isForbidden("https://name.example", List.of(), PUBLIC)).isFalse();
        assertThat(isForbidden("https://name.example", List.of(), PUBLIC, LOOPBACK)).isTrue();
        assertThat(isForbidden("https://name.example", List.of("127.0.0.0/8"), PUBLIC, LOOPBACK))
                .isFalse();
    }

    @Test
    void asksNobodyAboutALiteral() {
        assertThat(isForbidden("https://127.0.0.1", List.of(), PUBLIC)).isTrue();
        assertThat(isForbidden("https://[::1]", List.of("::1"), LOOPBACK)).isFalse();
    }

    @Test
    void letsThroughWhatNobodyKnowsToday() {
        try (UpstreamAddresses addresses =
                new UpstreamAddresses(
                        new AddressRule(List.of()),
                        host -> {
                            throw new UnknownHostException(host);
                        })) {
            assertThat(addresses.isForbidden(BaseUrl.parse("https://later.example"))).isFalse();
        }
    }

    private static boolean isForbidden(String url, List<String> allowed, InetAddress... found) {
        try (UpstreamAddresses addresses =
                new UpstreamAddresses(new AddressRule(allowed), _ -> List.of(found))) {
            return addresses.isForbidden(BaseUrl.parse(url));
        }
    }
}
