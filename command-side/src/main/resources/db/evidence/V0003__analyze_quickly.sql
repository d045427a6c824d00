-- ANALYZE holds a snapshot for as long as it samples, throttled by autovacuum's delays: for seconds
-- nothing the head leaves behind can be pruned, and each append walks through all of it. No plan here
-- depends on how values are distributed, so a small sample does.
alter table record
    alter column log set statistics 10, alter column pos set statistics 10,
    alter column type set statistics 10, alter column agg set statistics 10,
    alter column agg_seq set statistics 10, alter column org set statistics 10;
alter table part
    alter column log set statistics 10, alter column pos set statistics 10,
    alter column name set statistics 10;
