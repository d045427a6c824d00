package io.affidavit.solo.database;

import io.affidavit.solo.data.StartRefused;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// Where an external database is.
///
/// @param url JDBC URL without credentials
/// @param host its first server
/// @param port that server's port
/// @param name the database
public record DatabaseAddress(String url, String host, int port, String name) {

    private static final String FORM = " (expected: jdbc:postgresql://HOST:PORT/NAME)";
    private static final int CONNECT_SECONDS = 10;
    private static final int ANSWER_SECONDS = 60;

    /// Reads an address that must not carry credentials: whoever lists processes sees it.
    ///
    /// @throws StartRefused when it is none, or has a user or a password in it
    public static DatabaseAddress parse(String url) {
        PGSimpleDataSource parsed = source(url);
        String words = url.toLowerCase(Locale.ROOT);
        if (words.matches(".*[?&](user|password)=.*") || words.matches("[^?]*@.*")) {
            throw new StartRefused(
                    "the database's URL carries a login (expected: none; it comes from the file of"
                            + " affidavit.database.password-file)");
        }
        return of(url, parsed);
    }

    /// The address within an administrator's URL.
    static DatabaseAddress withoutLogin(String url) {
        PGSimpleDataSource parsed = source(url);
        int question = url.indexOf('?');
        if (question < 0) {
            return of(url, parsed);
        }
        String rest =
                Pattern.compile("&")
                        .splitAsStream(url.substring(question + 1))
                        .filter(parameter -> !parameter.matches("(?i)(user|password)=.*"))
                        .collect(Collectors.joining("&"));
        return of(url.substring(0, question) + (rest.isEmpty() ? "" : "?" + rest), parsed);
    }

    /// Opens unpooled connections of a serving role, which never wait long.
    DataSource as(Role role, Logins logins) {
        PGSimpleDataSource source = as(role.login(), logins.of(role));
        source.setSocketTimeout(ANSWER_SECONDS);
        return source;
    }

    /// Opens unpooled connections of one login.
    PGSimpleDataSource as(String user, @Nullable String password) {
        PGSimpleDataSource source = source(url);
        source.setUser(user);
        source.setPassword(password);
        source.setApplicationName("affidavit");
        return source;
    }

    static PGSimpleDataSource source(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        try {
            source.setURL(url);
        } catch (IllegalArgumentException e) { // its message could hold a password
            throw new StartRefused("the database's URL is not understood" + FORM, e);
        }
        String name = source.getDatabaseName();
        if (!url.startsWith("jdbc:postgresql://") || name == null || name.isEmpty()) {
            throw new StartRefused("the database's URL is not understood" + FORM);
        }
        source.setConnectTimeout(CONNECT_SECONDS);
        return source;
    }

    private static DatabaseAddress of(String url, PGSimpleDataSource parsed) {
        int port = parsed.getPortNumbers()[0];
        return new DatabaseAddress(
                url,
                parsed.getServerNames()[0],
                port == 0 ? 5432 : port,
                String.valueOf(parsed.getDatabaseName()));
    }
}
