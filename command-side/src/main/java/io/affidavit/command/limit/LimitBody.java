package io.affidavit.command.limit;

import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Form;
import io.affidavit.command.web.Forms;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.Base62;
import io.affidavit.schemas.value.LimitId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what an admin request says of a limit.
///
/// @param scope where it hangs
/// @param unit what it counts
/// @param window over which span
/// @param amount how much fits, in the unit
/// @param hard whether what does not fit is refused
/// @param thresholds percentages whose crossing is put on record
/// @param alias counts calls to this alias alone; `null` for all
record LimitBody(
        LimitScope scope,
        LimitUnit unit,
        LimitWindow window,
        long amount,
        boolean hard,
        List<Integer> thresholds,
        @Nullable Alias alias) {

    /// Percentages unless somebody says otherwise.
    static final List<Integer> DEFAULT_THRESHOLDS = List.of(50, 80, 100);

    private static final List<String> LATER_KINDS = List.of("tag", "endUser");
    private static final int MAX_THRESHOLDS = 10;
    private static final int MAX_PERCENT = 100;
    private static final int NANO_DIGITS = 9;
    private static final Form SCOPE_ID =
            Form.matching("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,255}", 256).inWords("a scope's id");

    /// An amount: an integer, of money a decimal of at most nine digits after the point.
    static final Form AMOUNT =
            Form.matching("(0|[1-9][0-9]{0,17})(\\.[0-9]{1,9})?", 28)
                    .inWords("a decimal number as text, below 10^9 USD or 10^18");

    static LimitBody read(Fields fields) {
        Fields scope = fields.requiredNested("scope");
        LimitScopeKind kind =
                scope.notYet("kind", LATER_KINDS)
                        ? LimitScopeKind.ORGANIZATION
                        : one(scope, "kind", LimitScopeKind.values(), LimitScopeKind::code);
        String id = scope.required("id", SCOPE_ID);
        LimitBody body = read(new LimitScope(kind, id), fields);
        if (kind == LimitScopeKind.DEPLOYMENT && body.alias() != null) {
            fields.invalid("alias", "of a deployment (expected: none, it answers just one)");
        }
        return body;
    }

    /// Everything but the scope.
    static LimitBody read(LimitScope scope, Fields fields) {
        LimitUnit counted = one(fields, "unit", LimitUnit.values(), LimitUnit::apiName);
        LimitWindow over = one(fields, "window", LimitWindow.values(), LimitWindow::code);
        long amount = amount(fields, fields.required("amount", AMOUNT), counted);
        if (counted == LimitUnit.PARALLEL && over != LimitWindow.TOTAL) {
            fields.invalid("window", over.code() + " (expected: total, for parallel calls)");
        }
        Boolean hard = fields.optionalBoolean("hard");
        String alias = fields.optional("alias", Forms.ALIAS);
        return new LimitBody(
                scope,
                counted,
                over,
                amount,
                hard == null || hard,
                thresholds(fields),
                alias == null ? null : new Alias(alias));
    }

    /// The value of this name; the first one where the request has a mistake already.
    private static <E> E one(Fields fields, String member, E[] all, Function<E, String> name) {
        List<String> names = Stream.of(all).map(name).toList();
        return all[Math.max(0, names.indexOf(fields.required(member, Form.oneOf(names))))];
    }

    private static long amount(Fields fields, String text, LimitUnit unit) {
        if (text.isEmpty()) {
            return 0; // already a mistake
        }
        Long amount = amount(text, unit);
        if (amount == null) {
            fields.invalid("amount", text + " (expected: a whole number)");
            return 0;
        }
        return amount;
    }

    /// The amount in the unit, nano-USD for money; null if it is none.
    ///
    /// @param text of the form [#AMOUNT]
    static @Nullable Long amount(String text, LimitUnit unit) {
        BigDecimal amount = new BigDecimal(text);
        BigDecimal exact = unit == LimitUnit.USD ? amount.movePointRight(NANO_DIGITS) : amount;
        try {
            return exact.longValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static List<Integer> thresholds(Fields fields) {
        List<Integer> percents = fields.wholes("thresholds", MAX_THRESHOLDS, 1, MAX_PERCENT);
        return percents == null ? DEFAULT_THRESHOLDS : percents.stream().sorted().toList();
    }

    /// What it says, in a zone.
    LimitTerms terms(String timeZone) {
        return new LimitTerms(id(), scope, alias, unit, window, amount, hard, thresholds, timeZone);
    }

    /// The same for everything that limits the same.
    LimitId id() {
        String identity =
                String.join(
                        "\n",
                        scope.toString(),
                        unit.code(),
                        window.code(),
                        alias == null ? "" : alias.value());
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(identity.getBytes(StandardCharsets.UTF_8));
            return new LimitId("lim_" + Base62.encode(digest, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /// An amount as callers write it.
    static String text(LimitUnit unit, long amount) {
        return unit == LimitUnit.USD
                ? BigDecimal.valueOf(amount, NANO_DIGITS).stripTrailingZeros().toPlainString()
                : Long.toString(amount);
    }
}
