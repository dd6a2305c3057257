-- A machine use or a denial. hours is null while the machine runs, and for denials. is_first is on each person's first use,
-- and on the first denial for want of training. There `trained` says of the denial whether the person took a machine
-- training on that day or later, known as long as the records of trainings reach; next_days says of the first use after how
-- many days the person used a machine again on a later day (null: did not), and known_days how long that was watched.
with logged as (
    select l.*, w.person_id, w.sex, w.district, w.occupation, w.home_language, w.year_of_birth,
        case when l.type = 'allowed' then 'use' when l.type = 'denied' and l.reason = 'no_permission' then 'turned_away' end as step
    from accepted_machine_log l left join prep_who w using (object_id, row)
),
numbered as (
    select *, step is not null and person_id is not null and row_number() over (
        partition by person_id, step order by started_at, object_id, row) = 1 as is_first
    from logged
),
used_again as (
    select a.person_id, min(a.started_on) as again_on
    from numbered a join numbered f on f.person_id = a.person_id and f.is_first and f.step = 'use'
    where a.step = 'use' and a.started_on > f.started_on group by a.person_id
),
trained as (
    select w.person_id, max(t.trained_on) as last_on
    from accepted_training t join prep_who w using (object_id, row)
    where t.kind = 'machine' and w.person_id is not null group by w.person_id
),
known as (
    select (select max(started_on) from accepted_machine_log) as logs_until,
        (select max(trained_on) from accepted_training where kind = 'machine') as trainings_until
)
select l.started_on as date, c.code as resource, r.resource_kind, r.zone, r.service, l.started_at, l.stopped_at,
    if(l.type = 'allowed', hours_between(l.started_at, l.stopped_at), null)::double as hours,
    l.type, coalesce(l.reason, 'unknown') as reason, coalesce(l.stop_type, 'unknown') as stop_type,
    l.person_id, l.is_first,
    case when l.is_first and l.step = 'turned_away' and l.started_on <= known.trainings_until
        then coalesce(t.last_on >= l.started_on, false) end as trained,
    if(l.is_first and l.step = 'use', date_diff('day', l.started_on, u.again_on), null)::integer as next_days,
    if(l.is_first and l.step = 'use', date_diff('day', l.started_on, known.logs_until), null)::integer as known_days,
    coalesce(l.sex, 'unknown')::sex_code as sex,
    age_band(year(l.started_on) - l.year_of_birth)::age_band_code as age_band,
    age_band_imls(year(l.started_on) - l.year_of_birth)::age_band_imls_code as age_band_imls,
    coalesce(l.district, 'unknown')::district_code as district,
    coalesce(l.occupation, 'unknown')::occupation_code as occupation,
    coalesce(l.home_language, 'unknown')::language_code as home_language,
    'unknown'::stated_code as first_time,
    l.object_id
from numbered l
join prep_codes c on c.list = 'resource' and c.raw = l.resource_code
join dim_resource r on r.resource = c.code
left join trained t on t.person_id = l.person_id
left join used_again u on u.person_id = l.person_id
cross join known
order by date, l.started_at
