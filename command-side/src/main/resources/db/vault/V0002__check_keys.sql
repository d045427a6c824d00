-- Tells whether a node was given the installation's own symmetric keys: an HMAC under each.
create table key_check (
    name text  primary key,
    mac  bytea not null
);
grant select, insert on key_check to affidavit_vault;
