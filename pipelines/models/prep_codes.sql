-- Codes as sources spell them -> the Space's own codes, by code, name or alias; what the reference does not know stays.
with spelled as (
    select 'programme' as list, programme_code as raw, any_value(name) as name from accepted_programme group by all
    union all select 'programme', programme_code, null from accepted_session group by all
    union all select 'programme', programme_code, null from accepted_response where programme_code is not null group by all
    union all select 'resource', resource_code, any_value(name) from accepted_resource group by all
    union all select 'resource', resource_code, null from accepted_booking group by all
    union all select 'resource', resource_code, null from accepted_machine_log group by all
    union all select 'zone', zone, null from accepted_visit where zone is not null group by all
    union all select 'zone', zone, null from accepted_session where zone is not null group by all
    union all select 'zone', zone, null from accepted_resource where zone is not null group by all
),
known as (
    select 'programme' as list, * from alias_programmes
    union all select 'resource', * from alias_resources
    union all select 'zone', * from alias_zones
)
select s.list, s.raw, coalesce(min(by_code.code), min(by_name.code), s.raw) as code
from spelled s
left join known by_code on by_code.list = s.list
    and by_code.spelling = regexp_replace(lower(trim(s.raw)), '\s+', ' ', 'g')
left join known by_name on by_name.list = s.list
    and by_name.spelling = regexp_replace(lower(trim(s.name)), '\s+', ' ', 'g')
group by s.list, s.raw
