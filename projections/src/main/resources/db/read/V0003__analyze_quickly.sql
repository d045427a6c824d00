-- A sample ten times smaller than the default's, because ANALYZE holds a snapshot for as long as it
-- samples and the log's head cannot be pruned meanwhile.
do $$
declare
    wide record;
begin
    for wide in select table_name, column_name from information_schema.columns
        where table_schema = current_schema() and table_name in ('call', 'spend', 'open_call')
    loop
        execute format('alter table %I alter column %I set statistics 10',
            wide.table_name, wide.column_name);
    end loop;
end $$;
