package io.affidavit.edge.catalog;

import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.VirtualKeyChanged;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRotated;
import io.affidavit.schemas.call.CatalogPage;
import java.time.Instant;

/// What facts make of a key. Each says all there is to say about what it is about, so that folding
/// it again changes nothing.
final class KeyFold {

    private KeyFold() {}

    static CatalogPage.Key of(VirtualKeyIssued issued) {
        return new CatalogPage.Key(
                issued.key(),
                issued.mac(),
                null,
                issued.origin() == KeyOrigin.IMPORTED,
                issued.organization(),
                issued.team(),
                issued.project(),
                issued.aliases(),
                issued.surfaces(),
                issued.content(),
                issued.expiresAt(),
                false,
                false);
    }

    static CatalogPage.Key after(CatalogPage.Key old, VirtualKeyChanged changed) {
        return new CatalogPage.Key(
                old.id(),
                old.mac(),
                old.grace(),
                old.imported(),
                old.organization(),
                changed.team(),
                changed.project(),
                changed.aliases(),
                changed.surfaces(),
                changed.content(),
                changed.expiresAt(),
                old.blocked(),
                old.revoked());
    }

    static CatalogPage.Key after(CatalogPage.Key old, VirtualKeyRotated rotated) {
        String graceMac = rotated.graceMac();
        Instant until = rotated.graceUntil();
        return new CatalogPage.Key(
                old.id(),
                rotated.mac(),
                graceMac == null || until == null ? null : new CatalogPage.Grace(graceMac, until),
                old.imported(),
                old.organization(),
                old.team(),
                old.project(),
                old.aliases(),
                old.surfaces(),
                old.content(),
                old.expiresAt(),
                old.blocked(),
                old.revoked());
    }

    static CatalogPage.Key blocked(CatalogPage.Key old, boolean blocked) {
        return standing(old, blocked, old.revoked());
    }

    static CatalogPage.Key revoked(CatalogPage.Key old) {
        return standing(old, old.blocked(), true);
    }

    private static CatalogPage.Key standing(CatalogPage.Key old, boolean blocked, boolean revoked) {
        return new CatalogPage.Key(
                old.id(),
                old.mac(),
                old.grace(),
                old.imported(),
                old.organization(),
                old.team(),
                old.project(),
                old.aliases(),
                old.surfaces(),
                old.content(),
                old.expiresAt(),
                blocked,
                revoked);
    }
}
