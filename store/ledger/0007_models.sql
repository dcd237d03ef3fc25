-- What was learned from the history, each training a version. Added to, never changed; which version is used is said apart,
-- the last word for a target counts. `error`, `usual_error`, `middle_error` in the target's unit; `ranges` outcomes had a 90 % range,
-- `held` lay within it.
create table model (
  id integer not null primary key,
  target text not null,
  method text not null,
  settings text not null,
  library text not null,
  trained_at integer not null,
  author text not null,
  from_at integer not null,
  to_at integer not null,
  known integer not null,
  still_open integer not null,
  data_sha256 text not null,
  judged integer not null,
  error real,
  middle_error real,
  usual_error real,
  accuracy real,
  p real,
  ranges integer not null,
  held integer not null,
  better integer not null,
  verdict text not null,
  sha256 text not null,
  body blob not null
) strict;

create table model_use (
  id integer not null primary key,
  target text not null,
  model_id integer not null,
  at integer not null,
  author text not null,
  reason text not null
) strict;

create trigger model_is_never_changed before update on model begin select raise(abort, 'models are never changed'); end;
create trigger model_is_never_deleted before delete on model begin select raise(abort, 'models are never deleted'); end;
create trigger model_use_is_never_changed before update on model_use begin select raise(abort, 'which model was used is never changed'); end;
create trigger model_use_is_never_deleted before delete on model_use begin select raise(abort, 'which model was used is never deleted'); end;
