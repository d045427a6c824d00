package io.affidavit.command.access;

import io.affidavit.command.aggregate.Stories;
import io.affidavit.command.web.Administrators;
import io.affidavit.schemas.access.AccessQuery.FindAdministrator;
import io.affidavit.schemas.access.AdminGrant;
import io.affidavit.schemas.access.AdminTokenFormat;
import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.access.KeyState;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/// Knows admin tokens by their stories, read anew from the log each time: what was granted or
/// revoked on any node counts on every node with the next request.
class AdminTokens implements Administrators {

    /// Stands in for the digest of a token that does not exist.
    private static final byte[] NOBODY = new byte[32];

    private final Stories stories;
    private final byte[] pepper;
    private final Clock clock;

    AdminTokens(Stories stories, byte[] pepper, Clock clock) {
        this.stories = stories;
        this.pepper = pepper.clone();
        this.clock = clock;
    }

    @Override
    public @Nullable Administrator find(String presented) {
        return AdminTokenFormat.parse(presented)
                .map(id -> new FindAdministrator(id, AdminTokenFormat.hash(presented)))
                .map(this::handle)
                .orElse(null);
    }

    /// The same for rooms that do not have the pepper.
    @QueryHandler
    @Nullable Administrator handle(FindAdministrator query) {
        Optional<AdminGrant> grant =
                stories.fold(
                        AdminTokenAggregate.TYPE,
                        query.token().value(),
                        Optional.<AdminGrant>empty(),
                        (known, event) ->
                                Optional.ofNullable(AdminGrant.after(known.orElse(null), event)));
        byte[] stored =
                grant.map(known -> HexFormat.of().parseHex(known.granted().mac())).orElse(NOBODY);
        boolean matches = MessageDigest.isEqual(stored, AdminTokenFormat.mac(pepper, query.hash()));
        return grant.filter(known -> matches)
                .filter(known -> known.state(clock.instant()) == KeyState.ACTIVE)
                .map(AdminGrant::holder)
                .orElse(null);
    }
}
