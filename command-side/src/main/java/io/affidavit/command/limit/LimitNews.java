package io.affidavit.command.limit;

/// Hears what the ledger notices beside its bookings. Told on the writer's thread: never waits.
interface LimitNews {

    /// Somebody who does not care.
    LimitNews NONE =
            new LimitNews() {
                @Override
                public void crossed(Crossing crossing) {}

                @Override
                public void exhausted(Exhaustion exhaustion) {}
            };

    /// A limit was used to a share of its amount.
    void crossed(Crossing crossing);

    /// A limit had no room for a call.
    void exhausted(Exhaustion exhaustion);
}
