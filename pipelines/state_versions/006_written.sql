-- What people write: an edit is one more version (pipelines/written/store.py), and the table itself refuses less.
create table written (
    version integer primary key,
    kind text not null check (kind in ('target', 'note', 'story')),
    item text not null,
    author text not null,
    written_at text not null,
    withdrawn integer not null,
    content text not null
) strict;
create index written_item on written (kind, item, version);
create trigger written_is_not_overwritten before update on written
begin select raise(abort, 'what was written is never overwritten'); end;
create trigger written_is_not_deleted before delete on written
begin select raise(abort, 'what was written is never deleted'); end;
