-- Sprint snapshots and the audit log. Added to, never changed: the code has no statement that does, and the triggers of
-- 0003 hold anybody else to it.
create table snapshot (
  id integer not null primary key,
  source text not null,
  sprint integer not null,
  sprint_name text not null,
  kind text not null,
  taken_at integer not null,
  author text not null,
  sha256 text not null,
  body text not null
) strict;
create index snapshot_by_sprint on snapshot (source, sprint, id);

create table audit (
  id integer not null primary key,
  at integer not null,
  author text not null,
  action text not null,
  subject text not null,
  detail text
) strict;
