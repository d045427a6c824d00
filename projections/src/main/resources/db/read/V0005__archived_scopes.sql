-- Scopes are closed for good, never deleted.
alter table organization add column archived boolean not null default false;
alter table team add column archived boolean not null default false;
alter table project add column archived boolean not null default false;
