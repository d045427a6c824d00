-- Limits in force, as the records that set them say. Derived state like the accounts: it follows from
-- the log alone, and fsck derives it again.
create table limit_terms (
    limit_id     text  primary key,
    scope        text  not null, -- kind:id
    data         bytea not null, -- of the record that set it
    since        timestamptz not null, -- calls admitted earlier do not count
    raised_to    bigint,
    raised_until timestamptz
);
create index limit_terms_scope on limit_terms (scope);

-- What is spent and held of each limit, by the buckets of its window. Written in the append's own
-- transaction, so that it says neither more nor less than the records.
create table account (
    limit_id text   not null,
    bucket   bigint not null,
    spent    bigint not null,
    held     bigint not null,
    primary key (limit_id, bucket)
) with (fillfactor = 50, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

grant select, insert, update, delete on limit_terms, account to affidavit_writer;
grant select on limit_terms, account to affidavit_projector, affidavit_reader;
