-- The log. `rec` is stored exactly as hashed; every other column can be derived from it, and fsck does.
create table record (
    log     smallint not null,
    pos     bigint   not null,
    rec     bytea    not null,
    leaf    bytea    not null,
    type    text     not null,
    agg     uuid     not null,
    agg_seq integer  not null,
    org     text,
    primary key (log, pos)
) with (
    autovacuum_analyze_threshold = 100000, autovacuum_analyze_scale_factor = 0.5,
    autovacuum_vacuum_insert_threshold = 500000, autovacuum_vacuum_insert_scale_factor = 0.2
);
-- No plan asks how bytes are distributed, and sampling them reads all of each.
alter table record alter column rec set statistics 0, alter column leaf set statistics 0;
-- Records are incompressible hashes and ids for the most part; trying costs the writer's time.
alter table record alter column rec set storage external;
create unique index record_agg on record (agg, agg_seq);
create index record_org on record (org, pos) where org is not null;
-- Only rare types: the hot ones of a call would pay for an index that nobody asks.
create index record_type on record (type, pos)
    where type not in ('call.admitted', 'guardrail.judged', 'route.chosen', 'call.completed');

-- Ciphertexts of texts that never stand in a record.
create table part (
    log  smallint not null,
    pos  bigint   not null,
    name text     not null,
    blob bytea    not null,
    primary key (log, pos, name)
) with (
    autovacuum_analyze_threshold = 100000, autovacuum_analyze_scale_factor = 0.5,
    autovacuum_vacuum_insert_threshold = 500000, autovacuum_vacuum_insert_scale_factor = 0.2
);
alter table part alter column blob set statistics 0;
alter table part alter column blob set storage external;

-- One row a log, moved by compare-and-set in the append transaction.
create table head (
    log      smallint    primary key,
    origin   text        not null,
    size     bigint      not null,
    prev     bytea       not null,
    at       text        not null,
    frontier bytea       not null
) with (fillfactor = 10, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

create table org_head (
    log  smallint not null,
    org  text     not null,
    seq  bigint   not null,
    leaf bytea    not null,
    primary key (log, org)
) with (fillfactor = 50, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

-- Leases of gateway processes; a call whose node has no lease is abandoned.
create table node (
    id         text        primary key,
    started_at timestamptz not null,
    lease_until timestamptz not null
) with (fillfactor = 50);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'records are append-only' using errcode = 'insufficient_privilege';
end $$;
-- A speed bump, not the guarantee: the guarantee is that nobody holds the privilege.
create trigger record_append_only before update or delete or truncate on record
    for each statement execute function refuse_change();

grant usage on schema evidence to affidavit_writer, affidavit_projector, affidavit_reader;
grant select, insert on record, part to affidavit_writer;
grant select, insert, update on head, org_head to affidavit_writer;
grant select, insert, update, delete on node to affidavit_writer;
grant select on record, part, head, org_head, node to affidavit_projector, affidavit_reader;
