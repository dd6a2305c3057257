-- Every machine and piece of equipment on every day the Space was open, from the first to the last booking or machine log:
-- hours the Space was open, and hours of them the machine was down. Down is a closure of the machine (whole day), a record
-- of its being offline, and the time from its being disabled until it is enabled or used again. Times that overlap count once.
with machine as (select resource, resource_kind, zone, service from dim_resource where resource_kind in ('machine', 'equipment')),
logged as (
    select resource, type, started_at, stopped_at,
        min(started_at) filter (type in ('enabled', 'allowed')) over (
            partition by resource order by started_at rows between 1 following and unbounded following) as up_at
    from fct_machine_log
),
seen as (select date from fct_booking union all select date from fct_machine_log),
covered as (select greatest(min(seen.date), min(site.opened_on)) as first_on, max(seen.date) as last_on from seen, site),
opening as (select o.* from prep_opening o, covered c where o.date between c.first_on and c.last_on),
down as (
    select l.resource, timezone(s.time_zone, l.started_at) as starts,
        timezone(s.time_zone, case l.type when 'offline' then l.stopped_at else coalesce(l.up_at, l.stopped_at) end) as ends
    from logged l, site s where l.type in ('offline', 'disabled')
    union all
    select resource, starts_on::timestamp, ends_on::timestamp + interval 1 day from reference_closures where resource is not null
),
clipped as (
    select d.resource, o.date, greatest(d.starts, o.date + o.opens) as starts, least(d.ends, o.date + o.closes) as ends
    from down d join opening o on d.starts < o.date + o.closes and d.ends > o.date + o.opens
),
marked as (
    select *, coalesce(starts > max(ends) over (partition by resource, date order by starts, ends
        rows between unbounded preceding and 1 preceding), true)::integer as opens_block
    from clipped
),
block as (select *, sum(opens_block) over (partition by resource, date order by starts, ends) as number from marked),
merged as (select resource, date, number, min(starts) as starts, max(ends) as ends from block group by all),
lost as (select resource, date, sum(hours_between(starts, ends))::double as hours from merged group by all),
day as (select date, sum(hours_between(date + opens, date + closes))::double as open_hours from opening group by date)
select d.date, m.resource, m.resource_kind, m.zone, m.service, d.open_hours, coalesce(l.hours, 0) as down_hours,
    null::integer as object_id -- made from opening hours, closures and logs, not from one file
from day d cross join machine m left join lost l on l.resource = m.resource and l.date = d.date
order by d.date, m.resource
