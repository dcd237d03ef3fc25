-- Sites, people and the small tables around issues. Every tracker id is kept as site * 2^40 + id, so that ids of several
-- sites never collide. Times are epoch milliseconds UTC, dates ISO text, no text = null.
create table source (
  number integer not null primary key,
  name text not null unique,
  kind text not null,
  url text,
  deployment text,
  account text,
  time_zone text
) strict;

-- identity: the account, or "=" and the name for people a tracker knows by name only.
create table person (
  id integer not null primary key,
  source integer not null,
  identity text not null,
  account text,
  name text not null,
  email text,
  time_zone text,
  active integer not null,
  kind text,
  unique (source, identity)
) strict;

-- Short words issues share (types, teams, labels, field names): small rows, and a vocabulary without a scan.
create table term (
  id integer not null primary key,
  kind text not null,
  name text not null,
  unique (kind, name)
) strict;

-- category: null for a status that only histories mention; reports count it as todo.
create table status (
  id integer not null primary key,
  name text not null,
  category text
) strict;

create table project (
  id integer not null primary key,
  key text not null,
  name text not null,
  style text,
  lead integer,
  archived integer not null
) strict;

create table version (
  id integer not null primary key,
  project_id integer not null,
  name text not null,
  released integer not null,
  archived integer not null,
  start_on text,
  release_on text
) strict;

create table component (
  id integer not null primary key,
  project_id integer not null,
  name text not null
) strict;

create table board (
  id integer not null primary key,
  name text not null,
  type text,
  project_key text,
  estimation_field text,
  rank_field text
) strict;

-- One row a status of a column; a column without statuses has one row without status.
create table board_column (
  board_id integer not null,
  position integer not null,
  ordinal integer not null,
  name text not null,
  status_id integer,
  primary key (board_id, position, ordinal)
) strict, without rowid;

create table sprint (
  id integer not null primary key,
  board_id integer not null,
  name text not null,
  state text not null,
  start_at integer,
  activated_at integer,
  end_at integer,
  complete_at integer,
  goal text
) strict;
create index sprint_by_board on sprint (board_id, state);
