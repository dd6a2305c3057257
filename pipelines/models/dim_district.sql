-- A district with its latest population; the whole city's is the row `all`, with its own date and source.
with latest as (
    select district, arg_max(total, as_of) as population, arg_max(men, as_of) filter (men is not null) as men,
        arg_max(women, as_of) filter (women is not null) as women, max(as_of) as as_of, arg_max(source, as_of) as source
    from reference_population group by district
)
select coalesce(d.code, p.district) as code, d.kato,
    coalesce(d.name_en, 'Whole city') as name_en,
    coalesce(d.name_ru, 'Весь город') as name_ru,
    coalesce(d.name_kk, 'Бүкіл қала') as name_kk,
    p.population, p.men, p.women, coalesce(p.as_of, d.as_of) as as_of, coalesce(p.source, d.source) as source
from reference_districts d full join latest p on p.district = d.code
order by code
