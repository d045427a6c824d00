package io.affidavit.query.evidence.stamp;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.jspecify.annotations.Nullable;

/// A time-stamping authority behind HTTP (RFC 3161 §3.4). Its address is the operator's setting; it
/// is never sent anywhere else, and hears a digest and a random number of us.
public final class StampAuthority implements AutoCloseable {

    private static final int ANSWER_MAX_BYTES = 64 * 1024;
    private static final int NONCE_BITS = 63;
    private static final int OK = 200;

    private final HttpClient http;
    private final Address address;
    private final SecureRandom random = new SecureRandom();

    /// @param url of the authority, `http` or `https`
    /// @param username for its basic authentication; `null` for none
    /// @param passwordFile file with that user's bare password and a newline, read each time
    /// @param timeout of one exchange as a whole
    public record Address(
            URI url, @Nullable String username, @Nullable Path passwordFile, Duration timeout) {}

    /// Asks this one.
    public StampAuthority(Address address) {
        this.address = address;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(address.timeout())
                        .build();
    }

    /// Has these bytes stamped.
    ///
    /// @throws StampFailure when there is no answer in time, or none that holds
    public Stamp stamp(byte[] content) {
        SHA256Digest digest = new SHA256Digest();
        digest.update(content, 0, content.length);
        byte[] imprint = new byte[digest.getDigestSize()];
        digest.doFinal(imprint, 0);
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        TimeStampRequest request =
                generator.generate(
                        TSPAlgorithms.SHA256, imprint, new BigInteger(NONCE_BITS, random));
        try {
            return StampCheck.checked(exchange(request.getEncoded()), request);
        } catch (IOException e) {
            throw new StampFailure("the authority cannot be asked: " + e.getMessage(), e);
        }
    }

    private byte[] exchange(byte[] question) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.url())
                        .timeout(address.timeout())
                        .header("Content-Type", "application/timestamp-query")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(question));
        if (address.username() != null) {
            request.header("Authorization", credentials());
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(
                        request.build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_MAX_BYTES));
        try {
            HttpResponse<byte[]> got =
                    answer.get(address.timeout().toMillis(), TimeUnit.MILLISECONDS);
            if (got.statusCode() != OK) {
                throw new StampFailure("the authority answered " + got.statusCode(), null);
            }
            return got.body();
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new StampFailure("no answer within " + address.timeout(), e);
        } catch (ExecutionException e) {
            throw new StampFailure("the authority does not answer", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new StampFailure("interrupted", e);
        }
    }

    private String credentials() throws IOException {
        Path file = address.passwordFile();
        String password = file == null ? "" : Files.readString(file).strip();
        byte[] both = (address.username() + ':' + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
