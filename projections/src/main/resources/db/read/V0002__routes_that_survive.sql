-- What routes and deployments have said since they can be weighted and fall back. The defaults are
-- those of events that were written before.
alter table deployment add column weight integer not null default 1;

alter table route
    add column fallbacks              text[]  not null default '{}',
    add column context_fallbacks      text[]  not null default '{}',
    add column content_fallbacks      text[]  not null default '{}',
    add column max_attempts           integer not null default 3,
    add column backoff_millis         bigint  not null default 250,
    add column backoff_max_millis     bigint  not null default 4000,
    add column retry_after_max_millis bigint  not null default 20000,
    add column after_timeout          boolean not null default true,
    add column connect_millis         bigint,
    add column first_byte_millis      bigint,
    add column idle_millis            bigint,
    add column total_millis           bigint,
    add column unsupported            text    not null default 'refuse';

-- What each node thinks of a deployment that failed too often. A row is over with `cooling_until`:
-- a node that died never says that it recovered.
create table cooldown (
    deployment    text        not null,
    node          text        not null,
    reason        text        not null,
    attempts      integer     not null,
    failures      integer     not null,
    cooling_until timestamptz not null,
    primary key (deployment, node)
);

grant select, insert, update, delete on cooldown to affidavit_projector;
grant select on cooldown to affidavit_reader;
