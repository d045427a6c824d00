package io.affidavit.replay.rerun;

import io.affidavit.replay.rerun.Decision.Verdict;
import io.affidavit.replay.rerun.Decision.What;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.call.Bookings;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.PriceEntry;
import io.affidavit.schemas.routing.ShippedPrices;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.NanoUsd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes again what the end of a call decides: its cost, and what is charged to its limits.
final class Conclusions {

    private static final String SETTLED = "what was held, by usage and cost";

    private final KnownPrices prices;
    private final Consumer<Decision> decisions;

    Conclusions(KnownPrices prices, Consumer<Decision> decisions) {
        this.prices = prices;
        this.decisions = decisions;
    }

    /// @param call null where the admission is not among the records
    void judge(long position, Conclusion end, @Nullable OpenCall call) {
        if (call == null) {
            tell(position, end.type(), What.PRICE, Verdict.NOT_SHOWN, "-", "no admission here");
            return;
        }
        price(position, end, call);
        List<Booking> again = Bookings.settled(call.holds(), end.usage(), end.cost());
        if (!again.equals(end.settled()) && end.settled().equals(unbegun(end, call))) {
            tell(
                    position,
                    end.type(),
                    What.SETTLEMENT,
                    Verdict.NOT_SHOWN,
                    SETTLED,
                    "that the last attempt was never begun is said by what is settled alone");
            return;
        }
        settle(position, end.type(), again, end.settled());
    }

    /// Nothing can be said of an attempt after a call was abandoned, so that it never began is
    /// taken as given.
    private static @Nullable List<Booking> unbegun(Conclusion end, OpenCall call) {
        if (!end.type().equals("call.concluded_late")) {
            return null;
        }
        List<Booking> all =
                new ArrayList<>(Bookings.settled(call.admitted().holds(), end.usage(), end.cost()));
        all.addAll(Bookings.unbegun(call.attemptHolds()));
        return all;
    }

    /// An attempt is charged what the provider may charge for it, by the model that was asked for.
    ///
    /// @param call null where the admission is not among the records
    void judge(long position, AttemptFailed failed, @Nullable OpenCall call) {
        if (call == null) {
            if (!failed.settled().isEmpty()) {
                tell(
                        position,
                        "attempt.failed",
                        What.SETTLEMENT,
                        Verdict.NOT_SHOWN,
                        "-",
                        "no admission here");
            }
            return;
        }
        if (failed.phase() == AttemptPhase.NONE) {
            settle(
                    position,
                    "attempt.failed",
                    Bookings.unbegun(call.attemptHolds()),
                    failed.settled());
            call.attemptEnded();
            return;
        }
        Candidate chosen = call.chosen();
        Instant at = call.admitted().decidedAt();
        NanoUsd cost =
                chosen == null
                        ? null
                        : prices.find(chosen.deployment(), chosen.upstreamModel(), at)
                                .flatMap(entry -> entry.forService(null))
                                .map(one -> one.price().cost(failed.usage(), one.serviceTier()))
                                .orElse(null);
        if (chosen != null
                && !prices.knows(chosen.deployment(), at)
                && failed.settled().stream().anyMatch(each -> each.unit() == LimitUnit.USD)) {
            tell(
                    position,
                    "attempt.failed",
                    What.SETTLEMENT,
                    Verdict.NOT_SHOWN,
                    SETTLED,
                    "whether the deployment had a price of its own is not among the records");
        } else {
            settle(
                    position,
                    "attempt.failed",
                    Bookings.settled(call.attemptHolds(), failed.usage(), cost),
                    failed.settled());
        }
        call.attemptEnded();
    }

    private void price(long position, Conclusion end, OpenCall call) {
        Instant admittedAt = call.admitted().decidedAt();
        Candidate chosen = call.chosen();
        DeploymentId deployment = chosen == null ? null : chosen.deployment();
        String asked = chosen == null ? null : chosen.upstreamModel();
        String rule = end.priceId() == null ? "no price" : "price " + end.priceId();
        if (end.source() == UsageSource.NONE) {
            compare(position, end, rule, null, null, "nothing was used");
        } else if (!prices.knows(deployment, admittedAt)) {
            tell(
                    position,
                    end.type(),
                    What.PRICE,
                    Verdict.NOT_SHOWN,
                    rule,
                    "whether the deployment had a price of its own is not among the records");
        } else {
            String named = end.model() == null ? named(end, admittedAt, asked) : end.model();
            if (end.model() == null && !Objects.equals(named, asked)) {
                tell(
                        position,
                        end.type(),
                        What.PRICE,
                        Verdict.NOT_SHOWN,
                        rule,
                        "that " + named + " answered is said by its price alone");
                return;
            }
            price(position, end, rule, prices.find(deployment, named, admittedAt));
        }
    }

    /// The model that a price of the list names: not every end of a call says who answered.
    private static @Nullable String named(
            Conclusion end, Instant admittedAt, @Nullable String asked) {
        String list = ShippedPrices.inForce(admittedAt).id() + "/";
        String price = end.priceId();
        if (price == null || !price.startsWith(list)) {
            return asked;
        }
        int tier = price.indexOf('#');
        return price.substring(list.length(), tier < 0 ? price.length() : tier);
    }

    private void price(long position, Conclusion end, String rule, Optional<PriceEntry> entry) {
        if (entry.isEmpty()) {
            compare(position, end, rule, null, null, "nobody knew a price");
            return;
        }
        String recorded = end.priceId();
        if (recorded == null) {
            tell(
                    position,
                    end.type(),
                    What.PRICE,
                    Verdict.NOT_SHOWN,
                    rule,
                    "the service tier that made the price unknown is not on record");
            return;
        }
        String id = entry.get().id();
        String tier = recorded.startsWith(id + "#") ? recorded.substring(id.length() + 1) : null;
        Optional<PriceEntry.OfService> service = entry.get().forService(tier);
        if (service.isEmpty()) {
            compare(position, end, rule, null, null, "no price for tier " + tier);
            return;
        }
        NanoUsd cost = service.get().price().cost(end.usage(), service.get().serviceTier());
        if (tier != null && cost.equals(end.cost())) {
            tell(
                    position,
                    end.type(),
                    What.PRICE,
                    Verdict.NOT_SHOWN,
                    rule,
                    "%s for tier %s, which its price alone names".formatted(text(cost), tier));
            return;
        }
        compare(
                position,
                end,
                rule,
                service.get().id(),
                cost,
                "%d tokens in and %d out"
                        .formatted(
                                end.usage().totalInput(),
                                end.usage().output() + end.usage().reasoning()));
    }

    private void compare(
            long position,
            Conclusion end,
            String rule,
            @Nullable String id,
            @Nullable NanoUsd cost,
            String used) {
        boolean same = Objects.equals(cost, end.cost()) && Objects.equals(id, end.priceId());
        tell(
                position,
                end.type(),
                What.PRICE,
                same ? Verdict.FOLLOWS : Verdict.DIFFERS,
                rule,
                "%s: %s by %s; recorded %s"
                        .formatted(
                                used, text(cost), id == null ? "no price" : id, text(end.cost())));
    }

    void settle(long position, String type, List<Booking> again, List<Booking> recorded) {
        if (again.isEmpty() && recorded.isEmpty()) {
            return;
        }
        tell(
                position,
                type,
                What.SETTLEMENT,
                again.equals(recorded) ? Verdict.FOLLOWS : Verdict.DIFFERS,
                SETTLED,
                "%s; recorded %s".formatted(text(again), text(recorded)));
    }

    private void tell(
            long position, String type, What what, Verdict verdict, String rule, String told) {
        decisions.accept(new Decision(position, type, what, verdict, rule, told));
    }

    private static String text(@Nullable NanoUsd cost) {
        return cost == null ? "no cost" : cost.value() + " nano-USD";
    }

    private static String text(List<Booking> bookings) {
        return bookings.stream()
                .map(each -> each.amount() + " " + each.unit().apiName() + " of " + each.limit())
                .reduce((left, right) -> left + ", " + right)
                .orElse("nothing");
    }
}
