package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.ClientFields;
import io.affidavit.edge.call.Endpoint;
import io.affidavit.edge.call.PresentedKey;
import io.affidavit.edge.call.Stage;
import io.affidavit.edge.call.StageResult;
import io.affidavit.edge.catalog.Catalog;
import io.affidavit.schemas.access.AdminTokenFormat;
import io.affidavit.schemas.access.KeyState;
import io.affidavit.schemas.access.OperatorTokenFormat;
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
/// get the same answer, and an unknown one costs the same work as a known one. What a secret is
/// looked up by is keyed with the pepper, so that the time of the look-up tells nothing about it.
public final class Authenticate implements Stage {

    /// Stands in for the digest of a key that does not exist.
    private static final byte[] NOBODY = new byte[32];

    /// No key is longer, wherever it comes from.
    private static final int MAX_LENGTH = 512;

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
        String kind = administrative(presented);
        if (kind != null) {
            return new StageResult.Refuse(
                    FailureCode.INVALID_API_KEY,
                    null,
                    PresentedKey.header(call.request().fields()).field()
                            + ": "
                            + kind
                            + " only administers (expected: a virtual key)",
                    false);
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
        return presented != null
                && administrative(presented) == null
                && valid(catalog, presented) != null;
    }

    /// Which credential of the control plane this is by its form; `null` for none. It calls
    /// nothing, not even where somebody imported its hash as that of a key.
    private static @Nullable String administrative(String presented) {
        if (AdminTokenFormat.parse(presented).isPresent()) {
            return "an admin token";
        }
        return OperatorTokenFormat.isOne(presented) ? "an operator token" : null;
    }

    private CatalogPage.@Nullable Key valid(Catalog catalog, String presented) {
        if (presented.isEmpty() || presented.length() > MAX_LENGTH) {
            return null;
        }
        Instant now = clock.instant();
        CatalogPage.Key key = find(catalog, presented, now);
        return key != null
                        && KeyState.of(key.revoked(), key.blocked(), key.expiresAt(), now)
                                == KeyState.ACTIVE
                ? key
                : null;
    }

    /// The key that a text of our form names, or that was imported with this secret.
    private CatalogPage.@Nullable Key find(Catalog catalog, String presented, Instant now) {
        byte[] mac = VirtualKeyFormat.mac(pepper, presented);
        Optional<VirtualKeyId> id = VirtualKeyFormat.parse(presented);
        CatalogPage.Key key = id.isEmpty() ? null : catalog.key(id.get());
        if (key == null) {
            key = catalog.imported(HexFormat.of().formatHex(mac));
        }
        byte[] present = key == null ? NOBODY : HexFormat.of().parseHex(key.mac());
        CatalogPage.Grace grace = key == null ? null : key.grace();
        byte[] before =
                grace == null || !now.isBefore(grace.until())
                        ? NOBODY
                        : HexFormat.of().parseHex(grace.mac());
        boolean isPresent = MessageDigest.isEqual(present, mac);
        boolean isBefore = MessageDigest.isEqual(before, mac);
        return isPresent || isBefore ? key : null;
    }
}
