package io.affidavit.command.call;

import io.affidavit.command.evidence.EvidenceLog;
import io.affidavit.schemas.call.CallQuery.FindReceipt;
import io.affidavit.schemas.call.CallReceipt;
import io.affidavit.schemas.serial.StreamName;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/// Issues receipts again, here where the key lies. It signs what the log says and nothing that it
/// is told, so that whoever asks cannot make it promise anything else.
class ReceiptQueryHandler {

    private static final String CALL = "call";

    private final EvidenceLog log;

    ReceiptQueryHandler(EvidenceLog log) {
        this.log = log;
    }

    @QueryHandler
    @Nullable CallReceipt handle(FindReceipt query) {
        return log.receipt(
                        new StreamName(CALL, query.callId().toString()),
                        CallConclusions::isAnswered)
                .map(receipt ->
                        new CallReceipt(
                                query.callId(),
                                receipt.position(),
                                receipt.leaf().toString(),
                                receipt.toString()))
                .orElse(null);
    }
}
