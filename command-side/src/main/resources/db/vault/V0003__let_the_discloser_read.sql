-- Opens texts for bundles, with a login of its own: it sees keys and no ciphertext, and whoever reads
-- ciphertexts sees no key. Neither login opens anything alone, nor both without the KEK.
grant usage on schema vault to affidavit_discloser;
grant select on epoch_key, subject_key to affidavit_discloser;
