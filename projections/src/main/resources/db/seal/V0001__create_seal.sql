-- What was signed, and the hashes that proofs are made of. Nothing here is ever changed: the log's
-- commitments would contradict themselves.

-- One row a checkpoint; `note` is the signed note (C2SP signed-note) byte for byte.
create table checkpoint (
    log  smallint    not null,
    size bigint      not null,
    root bytea       not null,
    at   timestamptz not null,
    note bytea       not null,
    primary key (log, size)
);
alter table checkpoint alter column note set storage external;

-- Full tiles only (C2SP tlog-tiles): 256 hashes of 32 bytes. What lies to the right of them is
-- computed from the leaves of the records.
create table tile (
    log    smallint not null,
    level  smallint not null,
    idx    bigint   not null,
    hashes bytea    not null check (length(hashes) = 8192),
    primary key (log, level, idx)
);
alter table tile alter column hashes set storage external;

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'seals are append-only' using errcode = 'insufficient_privilege';
end $$;
-- A speed bump, not the guarantee: the guarantee is that nobody holds the privilege.
create trigger checkpoint_append_only before update or delete or truncate on checkpoint
    for each statement execute function refuse_change();
create trigger tile_append_only before update or delete or truncate on tile
    for each statement execute function refuse_change();

grant usage on schema seal to affidavit_sealer, affidavit_reader;
grant select, insert on checkpoint, tile to affidavit_sealer;
grant select on checkpoint, tile to affidavit_reader;
