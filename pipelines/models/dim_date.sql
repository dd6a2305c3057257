-- Every day from the opening, or the first record if that is earlier, to the last record.
-- Before the first known opening hours is_open and open_hours are null: not known, not closed.
with day as (
    select unnest(generate_series(first_on, last_on, interval 1 day))::date as date, fiscal_month, fiscal_day from site
),
opening as (
    select date, sum(date_diff('minute', opens, closes)) / 60.0 as open_hours from prep_opening group by date
)
select d.date, year(d.date) as year, quarter(d.date) as quarter, month(d.date) as month,
    year(d.date) + ((fiscal_month, fiscal_day) != (1, 1) and (month(d.date), day(d.date)) >= (fiscal_month, fiscal_day))::integer
        as fiscal_year,
    isodow(d.date) as weekday,
    if(known.date is null, null, o.date is not null) as is_open,
    if(known.date is null, null, coalesce(o.open_hours, 0))::double as open_hours,
    h.name as holiday,
    (select min(b.name_en) from reference_school_breaks b where d.date between b.starts_on and b.ends_on) as school_break
from day d
left join opening o using (date)
left join holiday h using (date)
left join (select date from day where date >= (select min(valid_from) from reference_opening_hours)) known using (date)
order by d.date
