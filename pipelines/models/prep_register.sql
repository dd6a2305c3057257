-- People counted by a counter that shows a running total: the difference to the reading before, of whatever file. Behind
-- the highest number its digits can show it begins at 0 again. A difference above what can have come in is a reset, and a
-- first reading has none before it: both are unknown, never 0 and never negative. A reading after days that could not be
-- read holds the people of those days as well.
with step as (
    select object_id, row, reading, digits, most_a_day,
        reading - lag(reading) over in_order as rise, visited_on - lag(visited_on) over in_order as days
    from accepted_visit where reading is not null
    window in_order as (partition by counter order by visited_on, hour, object_id, row)
),
rolled as (select *, rise + if(rise < 0, power(10, digits), 0)::bigint as people from step)
select object_id, row, days, if(people between 0 and most_a_day * (days + 1), people, null)::integer as people from rolled
