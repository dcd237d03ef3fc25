-- What people said about a team's capacity in a sprint. Added to, never changed: the last word counts, the earlier ones
-- stay as history. `value` null takes the word back.
create table capacity_change (
  id integer not null primary key,
  source text not null,
  sprint integer not null,
  sprint_name text not null,
  team text not null,
  person text not null,
  what text not null,
  value real,
  unit text not null,
  from_on text,
  to_on text,
  origin text not null,
  at integer not null,
  author text not null,
  reason text not null
) strict;
create index capacity_change_by_sprint on capacity_change (source, sprint, id);

create trigger capacity_change_is_never_changed before update on capacity_change begin select raise(abort, 'changes of capacity are never changed'); end;
create trigger capacity_change_is_never_deleted before delete on capacity_change begin select raise(abort, 'changes of capacity are never deleted'); end;
