-- Sums by the hour, so that whole days of most time zones can be had from them, and by everything
-- else that a call can be split by. Nothing has to be replayed: the sums follow from read.call, and
-- the lock keeps a node that still runs the version before from adding to them meanwhile.
lock table spend in access exclusive mode;
drop table spend;

-- Ended calls by the hour of their admission. Empty text where a call has none of it. `unpriced`
-- counts the requests of which nobody knows the cost: abandoned ones, and those that used something
-- that has no price.
create table spend (
    key_id        text        not null,
    hour          timestamptz not null,
    alias         text        not null,
    deployment    text        not null,
    provider      text        not null,
    model         text        not null,
    team          text        not null,
    project       text        not null,
    org           text        not null,
    requests      bigint      not null,
    unpriced      bigint      not null,
    input         bigint      not null,
    cached_input  bigint      not null,
    cache_write   bigint      not null,
    output        bigint      not null,
    reasoning     bigint      not null,
    cost_nano_usd bigint      not null,
    primary key (key_id, hour, alias, deployment, provider, model, team, project)
) with (fillfactor = 50, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

insert into spend
select key_id, date_trunc('hour', at, 'UTC'), coalesce(alias, ''), coalesce(deployment, ''),
    coalesce(provider, ''), coalesce(model, ''), coalesce(team, ''), coalesce(project, ''), org,
    count(*),
    count(*) filter (where cost_nano_usd is null
        and (outcome in ('completed', 'client_closed', 'abandoned')
            or input + cached_input + cache_write + output + reasoning > 0)),
    sum(input), sum(cached_input), sum(cache_write), sum(output), sum(reasoning),
    coalesce(sum(cost_nano_usd), 0)
from call
where outcome not in ('open', 'refused')
group by 1, 2, 3, 4, 5, 6, 7, 8, 9;

create index spend_org on spend (org, hour);
create index spend_hour on spend (hour);

-- See V0003.
do $$
declare
    wide record;
begin
    for wide in select column_name from information_schema.columns
        where table_schema = current_schema() and table_name = 'spend'
    loop
        execute format('alter table spend alter column %I set statistics 10', wide.column_name);
    end loop;
end $$;

grant select, insert, update, delete on spend to affidavit_projector;
grant select on spend to affidavit_reader;
