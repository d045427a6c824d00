package io.affidavit.solo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfCheckTest {

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 503})
    void asksOnceWithTheTokenOfScrapes(int status) throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer control =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        control.createContext(
                "/",
                exchange -> {
                    asked.add(
                            exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("authorization"));
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        control.start();
        try {
            SelfCheck.run(reach("http", control.getAddress().getPort()), "scrape-token");
        } finally {
            control.stop(0);
        }

        assertThat(asked).containsExactly("/actuator/health Bearer scrape-token");
    }

    @Test
    void aPortThatDoesNotAnswerKeepsNobodyFromStarting() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertThatCode(() -> SelfCheck.run(reach("http", free), "scrape-token"))
                .doesNotThrowAnyException();
        assertThatCode(() -> SelfCheck.run(reach("https", free), "scrape-token"))
                .doesNotThrowAnyException();
    }

    private static Reach reach(String scheme, int port) {
        String url = scheme + "://127.0.0.1:" + port;
        return new Reach(url, url, "");
    }
}
