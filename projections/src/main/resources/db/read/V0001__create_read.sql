-- Everything here follows from the log: drop the schema, migrate, start, and it is as before.

-- Axon's token table; the columns are Axon's, `mask`-less as of 4.13.
create table token (
    processorname text    not null,
    segment       integer not null,
    token         bytea,
    tokentype     text,
    timestamp     text,
    owner         text,
    primary key (processorname, segment)
) with (fillfactor = 10, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

-- How far each processor got: its tables show every record up to here.
create view progress as
    select processorname as processor,
           coalesce((convert_from(token, 'UTF8')::json ->> 'globalIndex')::bigint, -1) as position
    from token;

create table organization (
    id        text primary key,
    name      text,
    time_zone text not null,
    content   text not null
);
create table team (
    org  text not null,
    id   text not null,
    name text,
    primary key (org, id)
);
create table project (
    org  text not null,
    team text not null,
    id   text not null,
    name text,
    primary key (org, team, id)
);
create table virtual_key (
    id         text    primary key,
    org        text    not null,
    team       text,
    project    text,
    name       text,
    metadata   text,
    mac        text    not null,
    aliases    text[]  not null,
    expires_at timestamptz,
    revoked    boolean not null
);
create index virtual_key_org on virtual_key (org, id);

create table provider (
    id                 text    primary key,
    org                text,
    protocol           text    not null,
    base_url           text    not null,
    credential_version integer not null,
    disabled           boolean not null
);
create table deployment (
    id             text    primary key,
    alias          text    not null,
    provider       text    not null,
    upstream_model text    not null,
    place          integer not null,
    drained        boolean not null
);
create index deployment_alias on deployment (alias);
create table route (
    alias    text    primary key,
    strategy text    not null,
    removed  boolean not null
);
create table price_list (
    id       text    primary key,
    digest   text    not null,
    models   integer not null,
    position bigint  not null
);

-- `published` is the data of the record that published it.
create table policy (
    digest    text primary key,
    published text not null,
    activated bigint
);

-- One row a call. Ids are UUIDv7, so that their order is the order of arrival and no index on a
-- time is needed; no index covers a column that changes, so that a conclusion is a HOT update.
create table call (
    call_id            uuid        primary key,
    position           bigint      not null,
    at                 timestamptz not null,
    org                text        not null,
    team               text,
    project            text,
    key_id             text        not null,
    alias              text,
    surface            text,
    node               text        not null,
    stream             boolean     not null,
    outcome            text        not null,
    failure            text,
    attempts           integer     not null,
    deployment         text,
    provider           text,
    model              text,
    prompt_verdict     text,
    completion_verdict text,
    ended_at           timestamptz,
    input              bigint      not null,
    cached_input       bigint      not null,
    cache_write        bigint      not null,
    output             bigint      not null,
    reasoning          bigint      not null,
    cost_nano_usd      bigint,
    total_micros       bigint
) with (
    fillfactor = 70, autovacuum_analyze_threshold = 100000, autovacuum_analyze_scale_factor = 0.5,
    autovacuum_vacuum_threshold = 20000
);
create index call_org on call (org, call_id);
create index call_key on call (key_id, call_id);

-- Calls without a terminal record that outlived the batch of their admission.
create table open_call (
    call_id  uuid   primary key,
    position bigint not null
) with (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

-- Ended calls by the day of their admission, UTC. An empty provider or model: none was chosen.
create table spend (
    key_id        text   not null,
    day           date   not null,
    alias         text   not null,
    provider      text   not null,
    model         text   not null,
    org           text   not null,
    requests      bigint not null,
    input         bigint not null,
    cached_input  bigint not null,
    cache_write   bigint not null,
    output        bigint not null,
    reasoning     bigint not null,
    cost_nano_usd bigint not null,
    primary key (key_id, day, alias, provider, model)
) with (fillfactor = 50, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
create index spend_org on spend (org, day);

grant usage on schema read to affidavit_projector, affidavit_reader;
grant select, insert, update, delete
    on token, organization, team, project, virtual_key, provider, deployment, route, price_list,
       policy, call, open_call, spend
    to affidavit_projector;
grant select
    on progress, organization, team, project, virtual_key, provider, deployment, route, price_list,
       policy, call, open_call, spend
    to affidavit_reader;
