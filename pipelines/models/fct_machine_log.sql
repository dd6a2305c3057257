-- A machine use or a denial. hours is null while the machine runs, and for denials.
select l.started_on as date, c.code as resource, r.resource_kind, r.zone, r.service, l.started_at, l.stopped_at,
    if(l.type = 'allowed', hours_between(l.started_at, l.stopped_at), null)::double as hours,
    l.type, coalesce(l.reason, 'unknown') as reason, coalesce(l.stop_type, 'unknown') as stop_type,
    w.person_id,
    coalesce(w.sex, 'unknown')::sex_code as sex,
    age_band(year(l.started_on) - w.year_of_birth)::age_band_code as age_band,
    age_band_imls(year(l.started_on) - w.year_of_birth)::age_band_imls_code as age_band_imls,
    coalesce(w.district, 'unknown')::district_code as district,
    coalesce(w.occupation, 'unknown')::occupation_code as occupation,
    coalesce(w.home_language, 'unknown')::language_code as home_language,
    'unknown'::stated_code as first_time,
    l.object_id
from accepted_machine_log l
join prep_codes c on c.list = 'resource' and c.raw = l.resource_code
join dim_resource r on r.resource = c.code
left join prep_who w using (object_id, row)
order by date, l.started_at
