package io.affidavit.edge.call;

import io.affidavit.schemas.call.RateLeft;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the head of an answer tells of its call: the id, what its limits had left, and once it has
/// ended the receipt. Written by the call's own thread.
public final class AnswerHead {

    private final Answer.Field callId;
    private final Dialect dialect;
    private List<RateLeft> rates = List.of();
    private @Nullable String receipt;

    AnswerHead(Answer.Field callId, Dialect dialect) {
        this.callId = callId;
        this.dialect = dialect;
    }

    /// What the call's limits had left when its fate was decided.
    public void rates(List<RateLeft> left) {
        rates = left;
    }

    /// The receipt for the record that ends the call; `null` while it has none, which says nothing
    /// new.
    void receipted(@Nullable String text) {
        receipt = text == null ? receipt : text;
    }

    /// The receipt for the record that ended the call; `null` before that, and for an end that
    /// nobody could record.
    public @Nullable String receipt() {
        return receipt;
    }

    /// Header fields of every answer from authentication on; a stream begins with them.
    public List<Answer.Field> ofStream() {
        if (rates.isEmpty()) {
            return List.of(callId);
        }
        List<Answer.Field> fields = new ArrayList<>();
        fields.add(callId);
        fields.addAll(RateFields.of(dialect, rates));
        return fields;
    }

    /// Header fields of a whole answer: those, and once the call has ended its receipt.
    public List<Answer.Field> ofWhole() {
        List<Answer.Field> begun = ofStream();
        if (receipt == null) {
            return begun;
        }
        List<Answer.Field> fields = new ArrayList<>(begun);
        fields.add(Answer.receipt(receipt));
        return fields;
    }
}
