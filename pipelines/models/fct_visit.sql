-- A door entry, a sign-in or an interval count. Kinds count the same people in different ways: never add them up. `counted`
-- is true on the rows that visits are made of: of each day and place those of the best kind there is (prep_visit_day.sql). The
-- count of a month stands on its first day, without a weekday.
select v.visited_on as date, v.hour::tinyint as hour,
    if(v.precision = 'month', null, isodow(v.visited_on))::tinyint as weekday,
    v.kind::visit_kind_code as kind,
    v.kind != 'occupancy' and d.best = case when v.precision = 'month' then 2 when v.kind = 'door_count' then 1
        when v.kind = 'interval_count' then 3 else 4 end as counted,
    coalesce(z.code, v.zone, 'unknown') as zone,
    coalesce(v.service, 'unknown')::service_code as service,
    coalesce(v.count, g.people)::integer as count,
    w.person_id,
    coalesce(w.sex, 'unknown')::sex_code as sex,
    age_band(year(v.visited_on) - w.year_of_birth)::age_band_code as age_band,
    age_band_imls(year(v.visited_on) - w.year_of_birth)::age_band_imls_code as age_band_imls,
    coalesce(w.district, 'unknown')::district_code as district,
    coalesce(w.occupation, 'unknown')::occupation_code as occupation,
    coalesce(w.home_language, 'unknown')::language_code as home_language,
    stated(v.first_time)::stated_code as first_time,
    v.object_id
from accepted_visit v
left join prep_register g using (object_id, row)
left join prep_codes z on z.list = 'zone' and z.raw = v.zone
left join prep_visit_day d on d.date = v.visited_on and d.place = case when v.precision = 'month' then ''
    when v.kind = 'sign_in' then coalesce(z.code, 'unknown') when z.code in (select code from alias_zones) then z.code else '' end
left join prep_who w using (object_id, row)
order by date
