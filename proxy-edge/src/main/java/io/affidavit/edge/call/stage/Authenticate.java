package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.ClientFields;
import io.affidavit.edge.call.Endpoint;
import io.affidavit.edge.call.PresentedKey;
import io.affidavit.edge.call.Stage;
import io.affidavit.edge.call.StageResult;
import io.affidavit.edge.catalog.Catalog;
import io.affidavit.schemas.access.VirtualKeyFormat;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.VirtualKeyId;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who calls. Judges the one [PresentedKey] alone; asks nobody but the catalogue. All wrong keys
/// get the same answer, and an unknown one costs the same work as a known one.
public final class Authenticate implements Stage {

    /// Stands in for the digest of a key that does not exist.
    private static final byte[] NOBODY = new byte[32];

    private final byte[] pepper;
    private final Clock clock;

    public Authenticate(byte[] pepper, Clock clock) {
        this.pepper = pepper.clone();
        this.clock = clock;
    }

    @Override
    public StageResult apply(CallContext call) {
        String presented = PresentedKey.of(call.endpoint(), call.request().fields());
        if (presented == null) {
            return StageResult.Refuse.of(FailureCode.NO_CREDENTIALS);
        }
        CatalogPage.Key key = valid(call.catalog(), presented);
        if (key == null) {
            return StageResult.Refuse.of(FailureCode.INVALID_API_KEY);
        }
        call.authenticated(key);
        return StageResult.PROCEED;
    }

    /// Whether a request presents a valid key.
    ///
    /// @param path still percent-encoded, without query
    public boolean isValid(Catalog catalog, String path, ClientFields fields) {
        String presented = PresentedKey.of(Endpoint.of(path, fields), fields);
        return presented != null && valid(catalog, presented) != null;
    }

    private CatalogPage.@Nullable Key valid(Catalog catalog, String presented) {
        CatalogPage.Key key = find(catalog, presented);
        return key == null || key.revoked() || isExpired(key) ? null : key;
    }

    private CatalogPage.@Nullable Key find(Catalog catalog, String presented) {
        Optional<VirtualKeyId> id = VirtualKeyFormat.parse(presented);
        if (id.isEmpty()) {
            return null;
        }
        CatalogPage.Key key = catalog.key(id.get());
        byte[] expected = key == null ? NOBODY : HexFormat.of().parseHex(key.mac());
        boolean same = MessageDigest.isEqual(expected, VirtualKeyFormat.mac(pepper, presented));
        return same ? key : null;
    }

    private boolean isExpired(CatalogPage.Key key) {
        Instant end = key.expiresAt();
        return end != null && !clock.instant().isBefore(end);
    }
}
