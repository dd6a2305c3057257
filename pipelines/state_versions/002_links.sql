create table rejected_download (
    at text not null,
    reader text not null,
    sha256 text not null,
    rows integer not null
) strict;
create table link_decision (
    decision integer primary key,
    kind text not null check (kind in ('forbid', 'confirm')),
    first text not null,
    second text not null,
    author text not null,
    reason text not null,
    decided_at text not null,
    undone_at text,
    undone_by text,
    undone_reason text
) strict;
