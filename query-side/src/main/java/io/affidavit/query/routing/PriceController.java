package io.affidavit.query.routing;

import io.affidavit.query.web.Cursor;
import io.affidavit.query.web.Page;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.Within;
import io.affidavit.schemas.routing.PriceList;
import io.affidavit.schemas.routing.ShippedPrices;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows the price list in force. Prices of their own are shown with their deployments.
@RestController
public final class PriceController {

    private final InstantSource clock;

    /// @param clock says which list is in force
    public PriceController(InstantSource clock) {
        this.clock = clock;
    }

    @GetMapping("/admin/prices")
    @RequiresPermission(Permission.ADMIN_READ)
    Page<ListedPrice> prices(
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        String after = Cursor.read(cursor, 1).getFirst();
        PriceList list = ShippedPrices.inForce(clock.instant());
        List<ListedPrice> rows =
                list.models().entrySet().stream()
                        .filter(model -> model.getKey().compareTo(after) > 0)
                        .sorted(Map.Entry.comparingByKey())
                        .limit(limit + 1L)
                        .map(model -> ListedPrice.of(list, model.getKey(), model.getValue()))
                        .toList();
        return Page.of(rows, limit, row -> List.of(row.model()));
    }
}
