-- A programme: what the reference says, else what the sources say last.
with stated as (
    select c.code,
        arg_max(p.name, (p.object_id, p.row)) as name,
        arg_max(p.service, (p.object_id, p.row)) filter (p.service is not null) as service,
        arg_max(p.core_program, (p.object_id, p.row)) filter (p.core_program is not null) as core_program,
        arg_max(p.theme, (p.object_id, p.row)) filter (p.theme is not null) as theme,
        arg_max(p.partner, (p.object_id, p.row)) filter (p.partner is not null) as partner
    from prep_codes c left join accepted_programme p on p.programme_code = c.raw
    where c.list = 'programme'
    group by c.code
)
select code as programme,
    coalesce(r.name_en, s.name, code) as name_en,
    coalesce(r.name_ru, s.name, code) as name_ru,
    coalesce(r.name_kk, s.name, code) as name_kk,
    coalesce(r.service, s.service, 'unknown') as service,
    coalesce(r.core_program, s.core_program, 'unknown') as core_program,
    coalesce(r.theme, s.theme, 'unknown') as theme,
    coalesce(r.partner, s.partner, 'unknown') as partner,
    coalesce(r.language, 'unknown') as language
from reference_programmes r full join stated s using (code)
order by programme
