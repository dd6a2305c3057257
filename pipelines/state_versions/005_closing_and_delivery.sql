-- Months that were closed, restated by a further line with its reason; and what people said about a finding
-- of the checklist, which holds while the finding is the same (pipelines/closing/ledger.py). Then each report
-- that was to be delivered, noted before it goes out (pipelines/delivery/ledger.py).
create table month_close (
    close integer primary key,
    rule_book text not null,
    month text not null,
    snapshot text not null,
    author text not null,
    closed_at text not null,
    note text not null,
    reason text,
    checklist text not null,
    figures text not null
) strict;
create unique index month_closed_once on month_close (rule_book, month) where reason is null;
create table close_explanation (
    explanation integer primary key,
    rule_book text not null,
    month text not null,
    item text not null,
    finding text not null,
    explanation_text text not null,
    author text not null,
    explained_at text not null
) strict;
create table delivery (
    delivery integer primary key,
    key text not null unique,
    entry text not null,
    period text not null,
    channel text not null check (channel in ('folder', 'mail')),
    recipient text not null,
    status text not null check (status in ('intended', 'sent', 'failed', 'uncertain')),
    attempts integer not null,
    intended_at text not null,
    ended_at text,
    snapshot text,
    code text
) strict;
create table schedule_run (
    entry text not null,
    due_at text not null,
    started_at text not null,
    ended_at text,
    status text not null,
    code text,
    primary key (entry, due_at)
) strict;
