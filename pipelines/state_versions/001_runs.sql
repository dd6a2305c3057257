create table run (
    run text primary key,
    started_at text not null,
    ended_at text,
    status text not null,
    snapshot text,
    report text
) strict;
