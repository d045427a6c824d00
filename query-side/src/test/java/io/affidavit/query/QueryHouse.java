package io.affidavit.query;

import io.affidavit.projections.ProjectionsAutoConfiguration;
import io.affidavit.projections.testing.ReadDatabase;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.projections.testing.TestProjections;
import io.affidavit.schemas.access.AccessCommand.RecordDenial;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.testing.TestDatabase;
import io.affidavit.schemas.value.DomainEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The reading side as its own main starts it, with a log that tests write and tables that the real
/// projections fill.
public final class QueryHouse implements AutoCloseable {

    /// The operator's token.
    public static final String TOKEN = "operator-token-of-tests";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ReadDatabase database = new ReadDatabase();
    private final TestProjections projections =
            new TestProjections(database, new InMemoryEventStorageEngine());
    private final TestLog log = new TestLog(database.superuser(), projections::publish);
    private final Path directory;
    private final ConfigurableApplicationContext context;

    /// Starts everything.
    public QueryHouse() {
        this(Map.of());
    }

    /// The same with more settings.
    public QueryHouse(Map<String, Object> more) {
        try {
            directory = Files.createTempDirectory("query-house");
            Files.writeString(directory.resolve("operator.token"), TOKEN + "\n");
            Files.writeString(directory.resolve("password"), TestDatabase.PASSWORD + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context =
                new SpringApplicationBuilder(QueryMain.class, Denials.class)
                        .properties(settings())
                        .properties(more)
                        .run();
    }

    /// An answer.
    ///
    /// @param status HTTP status
    /// @param mediaType its `content-type`
    /// @param body its JSON
    public record Answer(int status, String mediaType, JsonNode body) {}

    /// Stands in for the room that writes.
    @Configuration(proxyBeanMethods = false)
    static class Denials {

        @Bean
        ExportLog exportLog() {
            return new ExportLog();
        }

        @Bean
        OwnCheckpoint ownCheckpoint() {
            return new OwnCheckpoint();
        }

        @Bean
        KnownTokens knownTokens() {
            return new KnownTokens();
        }

        @Bean
        DenialLog denialLog() {
            return new DenialLog();
        }
    }

    /// Keeps what would be recorded.
    public static final class DenialLog {

        private final List<RecordDenial> recorded = new CopyOnWriteArrayList<>();
        private final List<Actor> actors = new CopyOnWriteArrayList<>();

        @CommandHandler
        void handle(RecordDenial denial, MetaData metaData) {
            recorded.add(denial);
            actors.add(Actor.from(metaData));
        }

        /// Who was denied, in the same order.
        public List<Actor> actors() {
            return List.copyOf(actors);
        }

        /// Denials in the order in which they arrived.
        public List<RecordDenial> recorded() {
            return List.copyOf(recorded);
        }
    }

    /// Appends events and waits until they are in the tables.
    public long append(DomainEvent... events) {
        long position = log.append(events);
        if (!projections.isVisible(log.told() - 1, PATIENCE).equals(List.of(true))) {
            throw new IllegalStateException("not visible: " + projections.processors().failures());
        }
        return position;
    }

    /// The log.
    public TestLog log() {
        return log;
    }

    /// Anything goes.
    public JdbcTemplate superuser() {
        return database.superuser();
    }

    /// Asks over the query bus.
    public QueryGateway queries() {
        return context.getBean(QueryGateway.class);
    }

    /// A bean of the reading side.
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// Files of this house alone.
    public Path directory() {
        return directory;
    }

    /// All beans of a type, by name.
    public <T> Map<String, T> beans(Class<T> type) {
        return context.getBeansOfType(type);
    }

    /// Reads as the operator.
    public Answer get(String path) {
        return get(path, "Bearer " + TOKEN, "application/json");
    }

    /// Reads with any credentials; an empty one sends none.
    public Answer get(String path, String authorization, String accept) {
        HttpResponse<String> answer = send(path, authorization, accept);
        return new Answer(
                answer.statusCode(),
                answer.headers().firstValue("content-type").orElse(""),
                JSON.readTree(answer.body()));
    }

    /// Reads a table as the operator.
    public HttpResponse<String> table(String path) {
        return send(path, "Bearer " + TOKEN, "text/csv");
    }

    /// Reads whatever it is as the operator.
    ///
    /// @param headers names and values
    public HttpResponse<byte[]> octets(String path, String... headers) {
        HttpRequest.Builder request =
                request(path).header("Authorization", "Bearer " + TOKEN).header("Accept", "*/*");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<String> send(String path, String authorization, String accept) {
        HttpRequest.Builder request = request(path).header("Accept", accept);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    /// Where it answers.
    public String url() {
        int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
        return "http://127.0.0.1:" + port;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path));
    }

    private <T> HttpResponse<T> send(
            HttpRequest.Builder request, HttpResponse.BodyHandler<T> reader) {
        try {
            return http.send(request.build(), reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// How the answer begins to an operator's path that no decent client would send.
    public String statusLine(String path) {
        int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request =
                    "GET "
                            + path
                            + " HTTP/1.1\r\nHost: localhost\r\n"
                            + "Authorization: Bearer "
                            + TOKEN
                            + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 400".length());
            return new String(line, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        projections.close();
        database.close();
        http.close();
    }

    private Map<String, Object> settings() {
        return Map.ofEntries(
                Map.entry("server.port", 0),
                Map.entry("server.address", "127.0.0.1"),
                Map.entry("axon.axonserver.enabled", false),
                Map.entry("axon.serializer.general", "jackson3"),
                Map.entry("axon.timeout.enabled", false),
                Map.entry("axon.update-check.disabled", true),
                Map.entry(
                        "spring.autoconfigure.exclude",
                        ProjectionsAutoConfiguration.class.getName()),
                Map.entry("affidavit.query.database.url", database.database().url()),
                Map.entry("affidavit.query.database.password-file", directory.resolve("password")),
                Map.entry("affidavit.query.disclosure.url", database.database().url()),
                Map.entry(
                        "affidavit.query.disclosure.password-file", directory.resolve("password")),
                Map.entry("affidavit.query.export.keys-directory", directory.resolve("keys")),
                Map.entry("affidavit.query.export.directory", directory.resolve("exports")),
                Map.entry("affidavit.query.export.prepared-max", 100),
                Map.entry(
                        "affidavit.query.operator-token-file",
                        directory.resolve("operator.token")));
    }
}
