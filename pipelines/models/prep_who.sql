-- Who a record is about: the person's attributes; of a record without a person (no contact given) its own statements.
select p.object_id, p.row, max(r.person_id) as person_id,
    coalesce(max(d.year_of_birth), max(p.year_of_birth))::smallint as year_of_birth,
    coalesce(max(nullif(d.sex, 'unknown')), max(p.sex), 'unknown')::sex_code as sex,
    coalesce(max(nullif(d.district, 'unknown')), max(p.district), 'unknown')::district_code as district,
    coalesce(max(nullif(d.occupation, 'unknown')), max(p.occupation), 'unknown')::occupation_code as occupation,
    coalesce(max(nullif(d.home_language, 'unknown')), max(p.home_language), 'unknown')::language_code as home_language
from accepted_person p
left join record_person r using (object_id, row)
left join dim_person d using (person_id)
group by p.object_id, p.row
