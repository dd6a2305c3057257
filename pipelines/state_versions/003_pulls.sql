-- One line for each document that a live source was asked for (pipelines/pull/history.py).
create table pull (
    pull integer primary key,
    source text not null,
    fingerprint text not null,
    started_at text not null,
    ended_at text,
    status text not null,
    since text,
    until text not null,
    records integer,
    sha256 text,
    some_fields text,
    every_field text,
    new_fields text,
    vanished_fields text,
    run text,
    snapshot text,
    code text,
    message text
) strict;
