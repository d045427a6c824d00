package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.Stage;
import io.affidavit.edge.call.StageResult;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether the key may call here at all: its organization, team and project are in service, and the
/// API is one it may use. Lists of models are no such API.
public final class Permit implements Stage {

    private static final String ANY = "*";

    @Override
    public StageResult apply(CallContext call) {
        return !call.catalog().isArchived(call.key())
                        && allows(call.key().surfaces(), call.endpoint().permittedAs())
                ? StageResult.PROCEED
                : StageResult.Refuse.of(FailureCode.PERMISSION_DENIED);
    }

    private static boolean allows(List<String> surfaces, @Nullable Surface surface) {
        return surface == null || surfaces.contains(ANY) || surfaces.contains(surface.code());
    }
}
