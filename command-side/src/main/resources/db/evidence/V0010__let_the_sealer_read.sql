-- The sealer reads what was appended with a login of its own and recomputes it before it signs.
grant usage on schema evidence to affidavit_sealer;
grant select on record, part, head, org_head, node to affidavit_sealer;
