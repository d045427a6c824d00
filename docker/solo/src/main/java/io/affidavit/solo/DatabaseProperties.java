package io.affidavit.solo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// An external database, for several nodes on one log.
///
/// @param url JDBC URL without login, such as `jdbc:postgresql://db.example:5432/affidavit`;
///   absent: the embedded server of the data directory
/// @param passwordFile the logins that `./affidavit db init` wrote, a line `role:password` each;
///   absent: `database.passwords` in the data directory
@Validated
@ConfigurationProperties(value = "affidavit.database", ignoreUnknownFields = false)
public record DatabaseProperties(@Nullable String url, @Nullable Path passwordFile) {

    static final String URL = "affidavit.database.url";
    static final String PASSWORD_FILE = "affidavit.database.password-file";
}
