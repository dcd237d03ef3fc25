-- How far each stream has come, what each run did, and records that could not be read.
create table checkpoint (
  source integer not null,
  stream text not null,
  cursor text not null,
  watermark integer,
  started_at integer,
  finished_at integer,
  succeeded_at integer,
  resume_after integer,
  state text not null,
  items integer not null,
  error text,
  primary key (source, stream)
) strict, without rowid;

create table sync_run (
  id integer not null primary key,
  started_at integer not null,
  finished_at integer,
  state text not null,
  requests integer not null,
  items integer not null,
  quarantined integer not null,
  deleted integer not null,
  error text
) strict;

create table quarantine (
  source integer not null,
  stream text not null,
  external_id text not null,
  reason text not null,
  raw blob not null,
  seen_at integer not null,
  primary key (source, stream, external_id)
) strict, without rowid;
