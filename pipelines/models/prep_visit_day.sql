-- Which kind of count holds on a day. Door counters, counts by the hour and sign-ins are about the same people, so of one day
-- (or, for the count of a month, of that month) only the best kind that states a number is counted: 1 a door counter,
-- 2 the count of a month, 3 counts by the hour, 4 sign-ins. Occupancy is people present, not people who came: never counted.
with stated as (
    select v.visited_on as date, v.precision is not distinct from 'month' as of_month,
        case when v.precision = 'month' then 2 when v.kind = 'door_count' then 1
            when v.kind = 'interval_count' then 3 when v.kind = 'sign_in' then 4 end as rank,
        coalesce(v.count, r.people) is not null as known
    from accepted_visit v left join prep_register r using (object_id, row)
    where v.kind != 'occupancy'
),
day as (
    select date, coalesce(min(rank) filter (known), min(rank)) as best from stated where not of_month group by date
),
month as (
    select date_trunc('month', date)::date as month, bool_or(known) as known from stated where of_month group by month
),
month_holds as (
    -- An unknown count of a month holds where nothing else is known of it: then the month is unknown, and not 0.
    select month, month not in (select date_trunc('month', date)::date from day where best = 1)
        and (known or month not in (select date_trunc('month', date)::date from day)) as holds
    from month
)
select d.date, if(coalesce(m.holds, false), 2, d.best)::tinyint as best
from day d left join month_holds m on m.month = date_trunc('month', d.date)::date
union all
-- A month without a record of its first day has no line above.
select m.month, if(m.holds, 2, 0)::tinyint from month_holds m where m.month not in (select date from day)
