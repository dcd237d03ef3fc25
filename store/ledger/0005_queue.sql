-- Queues as they were when somebody saved them under a name. Added to, never changed.
create table saved_queue (
  id integer not null primary key,
  name text not null unique,
  source text not null,
  sprint integer not null,
  sprint_name text not null,
  saved_at integer not null,
  author text not null,
  sha256 text not null,
  body text not null
) strict;

create trigger saved_queue_is_never_changed before update on saved_queue begin select raise(abort, 'saved queues are never changed'); end;
create trigger saved_queue_is_never_deleted before delete on saved_queue begin select raise(abort, 'saved queues are never deleted'); end;
