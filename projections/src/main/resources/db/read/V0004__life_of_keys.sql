-- What happens to a key after its issue. The defaults are those of keys that were issued before.
alter table virtual_key
    add column tags        text,
    add column origin      text    not null default 'issued',
    add column surfaces    text[]  not null default '{*}',
    add column grace_mac   text,
    add column grace_until timestamptz,
    add column blocked     boolean not null default false;
