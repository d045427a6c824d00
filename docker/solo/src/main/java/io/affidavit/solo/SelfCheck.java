package io.affidavit.solo;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The first question to the control port: our own, whether all parts work. The first answer of a
/// process takes several times as long as the next, and nobody else should wait for that.
final class SelfCheck {

    private static final Logger LOG = LoggerFactory.getLogger(SelfCheck.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private SelfCheck() {}

    /// Asks, and reports anything but a yes. A port with TLS is not asked: it shows a certificate
    /// for the names that others call it by.
    ///
    /// @param control the control port
    /// @param scrapeToken may see how the process is, and nothing else
    static void run(Reach control, String scrapeToken) {
        if (!control.url().startsWith("http:")) {
            return;
        }
        try {
            int status = ask(control.url() + "/actuator/health", scrapeToken);
            if (status != HttpURLConnection.HTTP_OK) {
                LOG.warn("not all parts work: the control port answers {}", status);
            }
        } catch (IOException e) {
            LOG.warn("the control port does not answer: {}", e.getMessage());
        }
    }

    private static int ask(String url, String token) throws IOException {
        HttpURLConnection question =
                (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
        question.setConnectTimeout((int) PATIENCE.toMillis());
        question.setReadTimeout((int) PATIENCE.toMillis());
        question.setRequestProperty("authorization", "Bearer " + token);
        try {
            return question.getResponseCode();
        } finally {
            question.disconnect();
        }
    }
}
