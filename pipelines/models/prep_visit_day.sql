-- Which kind of count holds on a day, and where. Door counters, counts by the hour and sign-ins are about the same people, so of
-- one day and place (or, for the count of a month, of that month) only the best kind that states a number is counted: 1 a door
-- counter, 2 the count of a month, 3 counts by the hour, 4 sign-ins. A counter at a zone that the Space knows counts that zone
-- only, and the sheet holds for the others; any other door counts the whole Space, and where it states a number nothing else
-- holds. Occupancy is people present, not people who came: never counted. `place` is '' for the whole Space.
with stated as (
    select v.visited_on as date, v.precision is not distinct from 'month' as of_month,
        case when v.precision is distinct from 'month' then case when v.kind = 'sign_in' then coalesce(z.code, 'unknown')
            else coalesce(z.code, '') end else '' end as zone,
        case when v.precision = 'month' then 2 when v.kind = 'door_count' then 1
            when v.kind = 'interval_count' then 3 when v.kind = 'sign_in' then 4 end as rank,
        coalesce(v.count, r.people) is not null as known
    from accepted_visit v left join prep_register r using (object_id, row)
    left join prep_codes z on z.list = 'zone' and z.raw = v.zone
    where v.kind != 'occupancy'
),
placed as (
    select * exclude (zone), if(rank = 4 or zone in (select code from alias_zones), zone, '') as place from stated
    union all
    -- A running total read after some days holds the people of those days as well: no sheet may count them again.
    select unnest(generate_series(v.visited_on - r.days::integer + 1, v.visited_on - 1, interval 1 day))::date,
        false, 1, true, coalesce((select min(code) from alias_zones a join prep_codes z using (code)
            where z.list = 'zone' and z.raw = v.zone), '')
    from accepted_visit v join prep_register r using (object_id, row) where r.people is not null and r.days > 1
),
day as (
    select date, place, coalesce(min(rank) filter (known), min(rank)) as best, bool_or(known) as known
    from placed where not of_month group by date, place
),
whole as (
    select date, coalesce(bool_or(known) filter (place = ''), false) as known,
        coalesce(bool_or(known) filter (place != ''), false) as known_in_parts
    from day group by date
),
month as (
    select date_trunc('month', date)::date as month, bool_or(known) as known from placed where of_month group by month
),
month_holds as (
    -- An unknown count of a month holds where nothing else is known of it: then the month is unknown, and not 0.
    select month, month not in (select date_trunc('month', date)::date from day where place = '' and best = 1)
        and (known or month not in (select date_trunc('month', date)::date from day)) as holds
    from month
)
select d.date, d.place, case when coalesce(m.holds, false) then if(d.place = '', 2, 0)
    when d.place = '' then if(w.known or not w.known_in_parts, d.best, 0)
    else if(w.known, 0, d.best) end::tinyint as best
from day d join whole w using (date) left join month_holds m on m.month = date_trunc('month', d.date)::date
union all
-- A month without a record of the whole Space on its first day has no line above.
select m.month, '', if(m.holds, 2, 0)::tinyint from month_holds m where m.month not in (select date from day where place = '')
