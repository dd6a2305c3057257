-- Hours a resource was booked (`used` false) or used (`used` true) within opening hours, one row a resource and day.
-- Confirmed bookings only, clipped to the opening hours of each day they touch; overlapping ones count once, so a
-- share of open hours never passes 1.
with local_time as (
    select c.code as resource, b.checked_in, timezone(s.time_zone, b.starts_at) as starts,
        timezone(s.time_zone, b.ends_at) as ends
    from accepted_booking b join prep_codes c on c.list = 'resource' and c.raw = b.resource_code, site s
    where b.status = 'confirmed' and b.ends_at > b.starts_at
),
clipped as (
    select l.resource, o.date, used.flag as used,
        greatest(l.starts, o.date + o.opens) as starts, least(l.ends, o.date + o.closes) as ends
    from local_time l
    join prep_opening o on l.starts < o.date + o.closes and l.ends > o.date + o.opens
    join (values (false), (true)) as used(flag) on not used.flag or l.checked_in = 'yes'
),
marked as (
    select *, coalesce(starts > max(ends) over (partition by resource, date, used order by starts, ends
        rows between unbounded preceding and 1 preceding), true)::integer as opens_block
    from clipped
),
block as (
    select *, sum(opens_block) over (partition by resource, date, used order by starts, ends) as number from marked
),
merged as (
    select resource, date, used, number, min(starts) as starts, max(ends) as ends from block group by all
)
select resource, date, used, sum(hours_between(starts, ends))::double as hours from merged group by all
