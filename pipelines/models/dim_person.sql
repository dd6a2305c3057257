-- A pseudonymous person with the latest value that was stated for each attribute. Keys stay behind.
select person_id,
    arg_max(year_of_birth, (seen_on, object_id, row)) filter (year_of_birth is not null)::smallint as year_of_birth,
    coalesce(arg_max(sex, (seen_on, object_id, row)) filter (sex is not null), 'unknown')::sex_code as sex,
    coalesce(arg_max(district, (seen_on, object_id, row)) filter (district is not null), 'unknown')::district_code
        as district,
    coalesce(arg_max(occupation, (seen_on, object_id, row)) filter (occupation is not null), 'unknown')::occupation_code
        as occupation,
    coalesce(arg_max(home_language, (seen_on, object_id, row)) filter (home_language is not null), 'unknown')
        ::language_code as home_language,
    min(seen_on) as first_seen_on
from accepted_person join record_person using (object_id, row)
group by person_id
order by person_id
