-- A person and a month after the one in which the person attended for the first time: whether the person attended in it.
-- date is the day of the first attendance, so that periods are those of the first attendance; months_since is 1 for the month
-- that follows. Only months that attendance covers to their end are here; up to three days at a month's end may be quiet.
with first_time_here as (
    select person_id, min((date, object_id)) as first
    from fct_attendance where status = 'attended' and person_id is not null group by person_id
),
present as (
    select distinct person_id, date_trunc('month', date)::date as month
    from fct_attendance where status = 'attended' and person_id is not null
),
watched as (select max(date) as last_on from fct_attendance where status = 'attended'),
month as (
    select f.person_id, f.first[1] as date, f.first[2] as object_id,
        unnest(range(1, 1 + date_diff('month', f.first[1], w.last_on + 3)))::integer as months_since
    from first_time_here f cross join watched w
)
select m.date, m.months_since, p.person_id is not null as attended, m.person_id, m.object_id
from month m
cross join watched w
left join present p on p.person_id = m.person_id
    and p.month = (date_trunc('month', m.date) + to_months(m.months_since))::date
where last_day((date_trunc('month', m.date) + to_months(m.months_since))::date) <= w.last_on + 3
order by m.date, m.person_id, m.months_since
