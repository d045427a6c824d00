-- A call under many limits has records of some 2,100 bytes, and those of more than 2,032 were put
-- aside: two pieces, an index entry for each, and another look for whoever reads them. Beyond half a
-- page a record is put aside as before.
alter table record set (toast_tuple_target = 4080);
