-- A reservation. checked_in is yes, no or unknown; no_show is null where nobody recorded whether someone came, and for
-- reservations that were not confirmed. lead_days is from the day it was made to its day, both local.
select b.booked_on as date, c.code as resource, r.resource_kind, r.zone, r.service,
    isodow(b.booked_on)::tinyint as weekday, b.hour::tinyint as hour,
    hours_between(b.starts_at, b.ends_at)::double as hours,
    b.status, b.checked_in,
    case when b.status = 'confirmed' then case b.checked_in when 'no' then true when 'yes' then false end end as no_show,
    date_diff('day', timezone((select time_zone from site), b.created_at)::date, b.booked_on)::integer as lead_days,
    w.person_id,
    coalesce(w.sex, 'unknown')::sex_code as sex,
    age_band(year(b.booked_on) - w.year_of_birth)::age_band_code as age_band,
    age_band_imls(year(b.booked_on) - w.year_of_birth)::age_band_imls_code as age_band_imls,
    coalesce(w.district, 'unknown')::district_code as district,
    coalesce(w.occupation, 'unknown')::occupation_code as occupation,
    coalesce(w.home_language, 'unknown')::language_code as home_language,
    'unknown'::stated_code as first_time,
    b.object_id
from accepted_booking b
join prep_codes c on c.list = 'resource' and c.raw = b.resource_code
join dim_resource r on r.resource = c.code
left join prep_who w using (object_id, row)
order by date, b.starts_at, resource
