package io.affidavit.command.web;

import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.value.Digest;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// An admin request as its route sees it: members, parts, and what its headers ask for.
public final class AdminRequest {

    private final Administrator administrator;
    private final Fields fields;
    private final boolean wait;
    private final @Nullable String idempotencyKey;
    private final @Nullable Digest idempotency;
    private final IdempotencyKeys keys;
    private final List<Part> parts = new ArrayList<>();
    private boolean isCarriedOut;
    private boolean isDescribing;

    AdminRequest(
            Administrator administrator,
            Fields fields,
            boolean wait,
            @Nullable String idempotencyKey,
            @Nullable Digest idempotency,
            IdempotencyKeys keys) {
        this.administrator = administrator;
        this.fields = fields;
        this.wait = wait;
        this.idempotencyKey = idempotencyKey;
        this.idempotency = idempotency;
        this.keys = keys;
    }

    /// Ends a route that was only asked what it reads.
    static final class Described extends RuntimeException {

        @Serial private static final long serialVersionUID = 1L;

        private Described() {
            super("described", null, false, false);
        }
    }

    /// A request that takes down what it is asked for, and is never carried out.
    static AdminRequest describing(
            ObjectNode body, BodyDescription description, IdempotencyKeys keys) {
        AdminRequest request =
                new AdminRequest(
                        Administrator.OPERATOR,
                        new Fields(body, description),
                        false,
                        null,
                        null,
                        keys);
        request.isDescribing = true;
        return request;
    }

    /// Whose request it is.
    public Administrator administrator() {
        return administrator;
    }

    /// The members of the body; an absent body has none.
    public Fields fields() {
        return fields;
    }

    /// The caller's name for the resource, which becomes a part.
    public String requiredName(String field) {
        return keep("name", fields.required(field, Forms.NAME));
    }

    /// The caller's name for the resource if it is there.
    public @Nullable String optionalName(String field) {
        return keep("name", fields.optional(field, Forms.NAME));
    }

    /// Adds a text that belongs to the event but never to its record.
    public void add(Part part) {
        parts.add(part);
    }

    /// Reads the last member, the reason, refuses the request if anything was wrong, and gives the
    /// parts of the command.
    public List<Part> finish() {
        keep("reason", fields.optional("reason", Forms.REASON));
        if (isDescribing) {
            throw new Described();
        }
        fields.finish();
        if (idempotency != null) {
            keys.require(idempotency);
        }
        return List.copyOf(parts);
    }

    /// Digest to be recorded with what the request makes; `null` without an `Idempotency-Key`.
    public @Nullable Digest idempotency() {
        return idempotency;
    }

    /// An id of base62 digits for what the request makes.
    public String newId(String kind, int digits) {
        return keys.id(kind, idempotencyKey, digits);
    }

    /// Whether the answer waits until the change shows everywhere in this process.
    boolean waits() {
        return wait;
    }

    /// Its command is on record, whatever becomes of the answer.
    void carriedOut() {
        isCarriedOut = true;
    }

    /// The request is refused: unless its command is on record, its key may be used again.
    void forget() {
        if (idempotency != null && !isCarriedOut) {
            keys.forget(idempotency);
        }
    }

    private <T extends @Nullable String> T keep(String name, T text) {
        if (text != null && !text.isEmpty() && Forms.isWellFormed(text)) {
            parts.add(Part.Content.text(name, RetentionClass.AIACT_6M, text));
        }
        return text;
    }
}
