package io.affidavit.query.evidence.tree;

import static io.affidavit.projections.testing.Stories.call;

import io.affidavit.projections.testing.TestLog;
import io.affidavit.query.QueryHouse;
import io.affidavit.schemas.call.CallQuery.FindReceipt;
import io.affidavit.schemas.call.CallReceipt;
import io.affidavit.schemas.proof.Receipt;
import io.affidavit.schemas.value.Digest;
import java.util.Base64;
import org.axonframework.queryhandling.QueryBus;

/// A receipt that the room that signs has issued for a row as it found it.
final class IssuedReceipt {

    private IssuedReceipt() {}

    /// Status of the answer to whoever asks for it.
    static int status(QueryHouse house, long position, byte[] leaf) {
        Digest digest = Digest.of(leaf);
        String signature = Base64.getEncoder().encodeToString(new byte[64]);
        String text = new Receipt(TestLog.ORIGIN, position, digest, signature).toString();
        try (var _ =
                house.bean(QueryBus.class)
                        .subscribe(
                                FindReceipt.class.getName(),
                                CallReceipt.class,
                                _ -> new CallReceipt(call(1), position, digest.value(), text))) {
            return house.octets("/evidence/receipts/" + call(1)).statusCode();
        }
    }
}
