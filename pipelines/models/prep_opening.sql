-- When the Space is open: one row a date and opening interval. A day override decides; else a closure of the whole
-- Space or a public holiday closes the day; else the weekday's hours hold (data/reference/README.md).
with day as (
    select unnest(generate_series(first_on, last_on, interval 1 day))::date as date from site
),
decided as (
    select d.date, isodow(d.date) as weekday, o.is_open as override,
        exists (from reference_closures c where c.resource is null and d.date between c.starts_on and c.ends_on)
            or exists (from holiday h where h.date = d.date) as closed
    from day d left join reference_day_overrides o using (date)
),
hours as (
    select d.date, d.override, d.closed, h.opens, h.closes
    from decided d join reference_opening_hours h
        on h.weekday = d.weekday and d.date >= h.valid_from and (h.valid_to is null or d.date <= h.valid_to)
)
select date, opens, closes from hours where coalesce(override, not closed)
union all
-- Opened by an override on a weekday without hours: the hours of the first weekday in the table.
select d.date, h.opens, h.closes
from decided d join reference_opening_hours h
    on d.date >= h.valid_from and (h.valid_to is null or d.date <= h.valid_to)
where d.override and d.date not in (select date from hours)
    and h.weekday = (select min(f.weekday) from reference_opening_hours f
                     where d.date >= f.valid_from and (f.valid_to is null or d.date <= f.valid_to))
