-- What people decided about a ranking, what features came to, and what each run said. Added to, never changed: the last
-- word about an issue counts, the earlier ones stay as history. kind: delta, pin, veto, or none, which takes it back.
create table rank_adjustment (
  id integer not null primary key,
  source text not null,
  issue integer not null,
  issue_key text not null,
  kind text not null,
  value real,
  expires_on text,
  at integer not null,
  author text not null,
  reason text not null
) strict;

-- What an issue turned out to be worth, as known on a day. `value` null takes the word about that day back.
create table rank_outcome (
  id integer not null primary key,
  source text not null,
  issue integer not null,
  issue_key text not null,
  on_date text not null,
  value real,
  unit text not null,
  origin text not null,
  at integer not null,
  author text not null,
  reason text not null
) strict;

-- A ranking that differs from the one before it of the same scheme (model, weights, candidates). The hash is that of the
-- unpacked body.
create table rank_run (
  id integer not null primary key,
  at integer not null,
  author text not null,
  model text not null,
  scheme text not null,
  items integer not null,
  sha256 text not null,
  body blob not null
) strict;
create index rank_run_by_scheme on rank_run (scheme, at, id);

create trigger rank_adjustment_is_never_changed before update on rank_adjustment begin select raise(abort, 'adjustments are never changed'); end;
create trigger rank_adjustment_is_never_deleted before delete on rank_adjustment begin select raise(abort, 'adjustments are never deleted'); end;
create trigger rank_outcome_is_never_changed before update on rank_outcome begin select raise(abort, 'outcomes are never changed'); end;
create trigger rank_outcome_is_never_deleted before delete on rank_outcome begin select raise(abort, 'outcomes are never deleted'); end;
create trigger rank_run_is_never_changed before update on rank_run begin select raise(abort, 'kept rankings are never changed'); end;
create trigger rank_run_is_never_deleted before delete on rank_run begin select raise(abort, 'kept rankings are never deleted'); end;
