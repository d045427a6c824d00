package io.affidavit.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.routing.AddressRule;
import io.affidavit.schemas.routing.BaseUrl;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressBookTest extends UpstreamFixture {

    private static final InetAddress OPEN = InetAddress.ofLiteral("93.184.215.14");
    private static final InetAddress INSIDE = InetAddress.ofLiteral("10.0.0.7");

    @Test
    void leavesForbiddenAddressesOut() {
        AddressBook book = book(List.of(), INSIDE, OPEN);

        assertThat(find(book, "https://api.example.com").getNow()).containsExactly(OPEN);
    }

    @Test
    void failsWhereNoneIsLeft() {
        assertThat(find(book(List.of(), INSIDE), "https://api.example.com").isSuccess()).isFalse();
        assertThat(find(book(List.of()), "http://[::1]:80").isSuccess()).isFalse();
        assertThat(find(book(List.of()), "http://169.254.169.254").isSuccess()).isFalse();
    }

    @Test
    void obeysTheOperatorsList() {
        AddressBook book = book(List.of("10.0.0.0/8"), INSIDE);

        assertThat(find(book, "http://inside.example").getNow()).containsExactly(INSIDE);
    }

    @Test
    void failsWhereTheNameIsUnknown() {
        AddressBook book =
                new AddressBook(
                        new AddressRule(List.of()),
                        host -> {
                            throw new UnknownHostException(host);
                        });

        assertThat(find(book, "https://nowhere.example").isSuccess()).isFalse();
    }

    @Test
    void looksALiteralUpNowhere() {
        AddressBook book =
                new AddressBook(
                        new AddressRule(List.of()),
                        host -> {
                            throw new AssertionError("looked up " + host);
                        });

        assertThat(find(book, "http://93.184.215.14").getNow()).containsExactly(OPEN);
    }

    private Future<List<InetAddress>> find(AddressBook book, String url) {
        return book.find(BaseUrl.parse(url), loop).awaitUninterruptibly();
    }

    private static AddressBook book(List<String> allowed, InetAddress... found) {
        return new AddressBook(new AddressRule(allowed), host -> found);
    }
}
