-- Said once, used by every fact. Age is the year of the date less the year of birth: exact to a year, never a birthday.
create or replace temp macro age_band(age) as case
    when age is null or age not between 0 and 120 then 'unknown'
    when age <= 5 then '0-5' when age <= 11 then '6-11' when age <= 13 then '12-13' when age <= 17 then '14-17'
    when age <= 24 then '18-24' when age <= 34 then '25-34' when age <= 59 then '35-59' else '60+' end;

create or replace temp macro age_band_imls(age) as case
    when age is null or age not between 0 and 120 then 'unknown'
    when age <= 5 then '0-5' when age <= 11 then '6-11' when age <= 18 then '12-18' else '19+' end;

create or replace temp macro stated(flag) as case when flag then 'yes' when not flag then 'no' else 'unknown' end;

create or replace temp macro hours_between(earlier, later) as
    date_diff('second', earlier::timestamptz, later::timestamptz) / 3600.0;

-- Enumerations make the big facts small and their groupings quick. Open lists are the values that occur.
create type sex_code as enum ('female', 'male', 'unknown');
create type age_band_code as enum ('0-5', '6-11', '12-13', '14-17', '18-24', '25-34', '35-59', '60+', 'unknown');
create type age_band_imls_code as enum ('0-5', '6-11', '12-18', '19+', 'unknown');
create type stated_code as enum ('yes', 'no', 'unknown');
create type district_code as enum (
    select distinct coalesce(district, 'unknown') as code from (select district from accepted_person union select null)
    order by code);
create type occupation_code as enum (
    select distinct coalesce(occupation, 'unknown') as code
    from (select occupation from accepted_person union select null) order by code);
create type language_code as enum (
    select distinct coalesce(home_language, 'unknown') as code
    from (select home_language from accepted_person union select null) order by code);
create type visit_kind_code as enum ('door_count', 'sign_in', 'interval_count', 'occupancy');
create type service_code as enum (
    select distinct coalesce(service, 'unknown') as code from (select service from accepted_visit union select null)
    order by code);
