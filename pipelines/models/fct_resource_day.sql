-- Every resource on every open day that the bookings cover: from the opening, or the first booking if that is later, to
-- the last booking. A day on which the resource is closed (repair) has no row: it could not be booked.
with covered as (
    select greatest(min(b.booked_on), min(s.opened_on)) as first_on, max(b.booked_on) as last_on
    from accepted_booking b, site s
),
day as (
    select o.date, sum(hours_between(o.date + o.opens, o.date + o.closes))::double as open_hours
    from prep_opening o, covered c where o.date between c.first_on and c.last_on
    group by o.date
),
cancelled as (
    select c.code as resource, b.booked_on as date, count(*) as bookings
    from accepted_booking b join prep_codes c on c.list = 'resource' and c.raw = b.resource_code
    where b.status = 'cancelled' group by all
)
select d.date, r.resource, r.resource_kind, r.zone, r.service, d.open_hours,
    coalesce(booked.hours, 0) as booked_hours, coalesce(used.hours, 0) as used_hours,
    coalesce(x.bookings, 0)::integer as cancelled,
    null::integer as object_id -- made from opening hours, not from a file
from day d cross join dim_resource r
left join prep_booked_hours booked on booked.resource = r.resource and booked.date = d.date and not booked.used
left join prep_booked_hours used on used.resource = r.resource and used.date = d.date and used.used
left join cancelled x on x.resource = r.resource and x.date = d.date
where not exists (from reference_closures c
    where c.resource = r.resource and d.date between c.starts_on and c.ends_on)
order by d.date, r.resource
