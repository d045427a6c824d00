package io.affidavit.replay.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `run.json`: what a gateway says of itself to processes beside it.
///
/// @param state `starting`, `ready` or `stopping`
/// @param pid its process
/// @param dataUrl where applications call; null until it is ready
/// @param controlUrl where operators call; null until it is ready
/// @param tls what its ports prove who they are with; null where they speak plain HTTP
/// @param database its database as `status` shows it; null until that runs
/// @param passwords directory of the roles' password files; null until the database runs
record RunState(
        String state,
        long pid,
        @Nullable String dataUrl,
        @Nullable String controlUrl,
        @Nullable Tls tls,
        @Nullable Database database,
        @Nullable String passwords) {

    /// @param certificate file with the chain that its ports show
    /// @param problem why newer files are not used; null while there is none
    record Tls(String certificate, @Nullable String problem) {}

    /// @param kind `embedded` or `external`
    /// @param url JDBC URL without login
    /// @param host address of the server
    /// @param port TCP port of the server
    /// @param name the database
    /// @param superuser login that may do anything, where the gateway keeps one
    /// @param passwordFile file with that login's password
    record Database(
            String kind,
            @JsonIgnore String url,
            String host,
            int port,
            String name,
            @Nullable String superuser,
            @Nullable String passwordFile) {}

    static RunState of(JsonNode run) {
        JsonNode database = run.path("database");
        return new RunState(
                run.path("state").asString("starting"),
                run.path("pid").asLong(0),
                text(run, "dataUrl"),
                text(run, "controlUrl"),
                tls(run.path("tls")),
                database.isObject()
                        ? new Database(
                                database.path("kind").asString("-"),
                                url(database),
                                database.path("host").asString("-"),
                                database.path("port").asInt(0),
                                database.path("name").asString("-"),
                                text(database, "superuser"),
                                text(database, "passwordFile"))
                        : null,
                text(database, "passwords"));
    }

    private static @Nullable Tls tls(JsonNode tls) {
        String certificate = text(tls, "certificate");
        return certificate == null ? null : new Tls(certificate, text(tls, "problem"));
    }

    private static String url(JsonNode database) {
        String said = text(database, "url");
        return said != null
                ? said
                : "jdbc:postgresql://%s:%d/%s"
                        .formatted(
                                database.path("host").asString("-"),
                                database.path("port").asInt(0),
                                database.path("name").asString("-"));
    }

    private static @Nullable String text(JsonNode node, String member) {
        JsonNode child = node.path(member);
        return child.isString() ? child.asString() : null;
    }
}
