-- A deployment's own price in nano-USD, for a million tokens and for a request; null where the price
-- list counts, as it did for all before.
alter table deployment
    add column price_input        bigint,
    add column price_cached_input bigint,
    add column price_cache_write  bigint,
    add column price_output       bigint,
    add column price_reasoning    bigint,
    add column price_per_request  bigint;
