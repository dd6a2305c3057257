-- Conditions that readers accepted, and what they opened or took (pipelines/access.py).
create table acceptance (
    reader text not null,
    version text not null,
    at text not null,
    primary key (reader, version)
) strict;
create table access_log (
    entry integer primary key,
    at text not null,
    reader text not null,
    what text not null
) strict;
