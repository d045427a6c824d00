package io.affidavit.query.evidence;

import io.affidavit.query.evidence.tree.PromisedLeaf;
import io.affidavit.query.web.Problem;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.call.CallQuery.FindReceipt;
import io.affidavit.schemas.call.CallReceipt;
import io.affidavit.schemas.proof.Receipt;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.FailureCode;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Shows receipts again. They are signed where the key lies: this room has none.
@RestController
public final class ReceiptController {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptController.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final QueryGateway queries;
    private final PromisedLeaf promised;

    /// @param queries reach the room that signs
    /// @param promised says whether a receipt is one that the log can keep
    public ReceiptController(QueryGateway queries, PromisedLeaf promised) {
        this.queries = queries;
        this.promised = promised;
    }

    @GetMapping("/evidence/receipts/{callId}")
    @RequiresPermission(Permission.LOG_READ)
    CallReceipt receipt(@PathVariable String callId) {
        CallReceipt receipt = issued(new FindReceipt(id(callId)));
        if (receipt == null) {
            throw Problem.notFound("receipt");
        }
        promised.require(Receipt.parse(receipt.receipt()));
        return receipt;
    }

    private static CallId id(String text) {
        try {
            return CallId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("receipt");
        }
    }

    private @Nullable CallReceipt issued(FindReceipt query) {
        try {
            return queries.query(query, CallReceipt.class)
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(query, e);
        } catch (ExecutionException | TimeoutException e) {
            throw unavailable(query, e);
        }
    }

    private static Problem unavailable(FindReceipt query, Exception cause) {
        LOG.atWarn()
                .setCause(cause)
                .addKeyValue("callId", query.callId())
                .log("a receipt could not be issued");
        return Problem.of(FailureCode.EVIDENCE_UNAVAILABLE, "receipts cannot be issued now");
    }
}
