package io.affidavit.query;

import io.affidavit.schemas.access.AccessQuery.FindAdministrator;
import io.affidavit.schemas.access.AdminRole;
import io.affidavit.schemas.access.AdminTokenFormat;
import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.value.AdminTokenId;
import io.affidavit.schemas.value.Digest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/// Knows who holds which admin token.
public final class KnownTokens {

    private final Map<Digest, Administrator> holders = new ConcurrentHashMap<>();

    @QueryHandler
    @Nullable Administrator handle(FindAdministrator query) {
        return holders.get(query.hash());
    }

    /// A token whose holder reaches so far.
    public String issue(int number, Reach reach) {
        AdminTokenId id = new AdminTokenId("tok%09d".formatted(number));
        String token = AdminTokenFormat.compose(id, new byte[AdminTokenFormat.SECRET_BYTES]);
        holders.put(
                AdminTokenFormat.hash(token), new Administrator(id, AdminRole.TEAM_ADMIN, reach));
        return token;
    }
}
