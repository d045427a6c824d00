-- Keys wrapped under the KEK. Destroying one erases every part that needs it.
create table epoch_key (
    org       text     not null,
    month     text     not null,
    retention text     not null,
    version   integer  not null,
    wrapped   bytea    not null,
    primary key (org, month, retention, version)
);
create table subject_key (
    subject text    not null,
    version integer not null,
    wrapped bytea   not null,
    primary key (subject, version)
);
create table organization_key (
    org     text    not null,
    version integer not null,
    wrapped bytea   not null,
    primary key (org, version)
);
-- KEK wraps the organization's key, that wraps the data key, that seals the credential.
-- Named by the reference that events carry: of two requests racing for a version each has its own row.
create table credential (
    key_ref  text    primary key,
    provider text    not null,
    version  integer not null,
    org      text    not null,
    base_url text    not null,
    data_key bytea   not null,
    sealed   bytea   not null
);
create index credential_provider on credential (provider, version);

grant usage on schema vault to affidavit_vault, affidavit_projector;
grant select, insert on epoch_key, subject_key, organization_key to affidavit_vault;
grant select, insert, delete on credential to affidavit_vault;
-- Projections open the names they show; they never see a credential.
grant select on epoch_key, subject_key to affidavit_projector;
