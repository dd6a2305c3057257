-- A room, seat or machine: what the reference says, else what the sources say last.
with stated as (
    select c.code,
        arg_max(r.name, (r.object_id, r.row)) as name,
        arg_max(r.kind, (r.object_id, r.row)) filter (r.kind is not null) as kind,
        arg_max(r.zone, (r.object_id, r.row)) filter (r.zone is not null) as zone,
        arg_max(r.service, (r.object_id, r.row)) filter (r.service is not null) as service,
        arg_max(r.capacity, (r.object_id, r.row)) filter (r.capacity is not null) as capacity
    from prep_codes c left join accepted_resource r on r.resource_code = c.raw
    where c.list = 'resource'
    group by c.code
)
select code as resource,
    coalesce(r.name_en, s.name, code) as name_en,
    coalesce(r.name_ru, s.name, code) as name_ru,
    coalesce(r.name_kk, s.name, code) as name_kk,
    coalesce(r.kind, s.kind, 'unknown') as resource_kind,
    coalesce(r.zone, z.code, s.zone, 'unknown') as zone,
    coalesce(r.service, s.service, 'unknown') as service,
    coalesce(r.capacity, s.capacity) as capacity
from reference_resources r full join stated s using (code)
left join prep_codes z on z.list = 'zone' and z.raw = s.zone
order by resource
