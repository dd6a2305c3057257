-- A course or machine training taken.
select t.trained_on as date, t.course, coalesce(c.code, t.resource_code) as resource, t.level,
    coalesce(t.result, 'unknown') as result, w.person_id,
    coalesce(w.sex, 'unknown')::sex_code as sex,
    age_band(year(t.trained_on) - w.year_of_birth)::age_band_code as age_band,
    age_band_imls(year(t.trained_on) - w.year_of_birth)::age_band_imls_code as age_band_imls,
    coalesce(w.district, 'unknown')::district_code as district,
    coalesce(w.occupation, 'unknown')::occupation_code as occupation,
    coalesce(w.home_language, 'unknown')::language_code as home_language,
    'unknown'::stated_code as first_time,
    t.object_id
from accepted_training t
left join prep_codes c on c.list = 'resource' and c.raw = t.resource_code
left join prep_who w using (object_id, row)
order by date, t.object_id, t.row
