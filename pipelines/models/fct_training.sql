-- A course or machine training taken. is_first is on each person's first one of its kind. `used` says of a machine training
-- whether the person used a machine on that day or later, known as long as the machines' logs reach; it is null where they
-- end before, without a person, and of courses.
with use_of as (
    select w.person_id, max(l.started_on) as last_on
    from accepted_machine_log l join prep_who w using (object_id, row)
    where l.type = 'allowed' and w.person_id is not null group by w.person_id
),
logged as (select max(started_on) as last_on from accepted_machine_log)
select t.trained_on as date, t.course, coalesce(t.kind, 'unknown') as kind, coalesce(c.code, t.resource_code) as resource, t.level,
    coalesce(t.result, 'unknown') as result, w.person_id,
    w.person_id is not null and row_number() over (partition by w.person_id, t.kind order by t.trained_on, t.object_id, t.row) = 1
        as is_first,
    case when t.kind is distinct from 'machine' or w.person_id is null or logged.last_on is null or t.trained_on > logged.last_on then null
        else coalesce(u.last_on >= t.trained_on, false) end as used,
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
left join use_of u on u.person_id = w.person_id
cross join logged
order by date, t.object_id, t.row
