-- What becomes of the texts of a key's calls; null as its organization says.
alter table virtual_key add column if not exists content text;
