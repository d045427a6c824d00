-- How long answers are taken to be for which the request names no bound; null for the gateway's own.
alter table route add column if not exists max_output_tokens integer;
